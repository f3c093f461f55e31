/** A page that ends without a farewell, a crash, loses so much at the most. */
const DELAY_MILLIS = 1_000;

/**
 * Saves what a reload must not lose: soon after a change, and when the page goes.
 *
 * @param {() => void} save
 * @param {{signal?: AbortSignal}} [until] ends it; what has changed is then saved once more
 * @returns {() => void} says that something has changed
 */
export function keepWith(save, { signal } = {}) {
  let timer = 0;

  function saveNow() {
    clearTimeout(timer);
    timer = 0;
    save();
  }

  addEventListener('pagehide', saveNow, { signal });
  // A phone may end a page in the background without a word.
  document.addEventListener(
    'visibilitychange',
    () => {
      if (document.visibilityState === 'hidden') saveNow();
    },
    { signal },
  );
  signal?.addEventListener('abort', saveNow);
  return () => {
    if (timer === 0) timer = setTimeout(saveNow, DELAY_MILLIS);
  };
}
