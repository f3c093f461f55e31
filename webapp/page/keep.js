/** A page that ends without a farewell, a crash, loses so much at the most. */
const DELAY_MILLIS = 1_000;

/**
 * Saves what a reload must not lose: soon after a change, and when the page goes.
 *
 * @param {() => void} save
 * @param {AbortSignal} [signal] from its abort on nothing is saved any more
 * @returns {() => void} says that something has changed
 */
export function keepWith(save, signal) {
  let timer = 0;

  function saveNow() {
    clearTimeout(timer);
    timer = 0;
    save();
  }

  addEventListener('pagehide', saveNow, { signal });
  signal?.addEventListener('abort', () => clearTimeout(timer));
  // A phone may end a page in the background without a word.
  document.addEventListener(
    'visibilitychange',
    () => {
      if (document.visibilityState === 'hidden') saveNow();
    },
    { signal },
  );
  return () => {
    if (timer === 0 && signal?.aborted !== true) timer = setTimeout(saveNow, DELAY_MILLIS);
  };
}
