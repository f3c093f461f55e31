/**
 * Tells when a connection is worth a look: the network has come back, or the page itself has, from the
 * background, from a sleeping phone, or from the browser's back button.
 *
 * @param {(news: {networkChanged: boolean}) => void} wake
 * @param {{signal?: AbortSignal}} [until] ends it
 */
export function onWake(wake, { signal } = {}) {
  addEventListener('online', () => wake({ networkChanged: true }), { signal });
  addEventListener(
    'pageshow',
    ({ persisted }) => {
      if (persisted) wake({ networkChanged: false });
    },
    { signal },
  );
  document.addEventListener(
    'visibilitychange',
    () => {
      if (document.visibilityState === 'visible') wake({ networkChanged: false });
    },
    { signal },
  );
}
