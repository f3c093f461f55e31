/**
 * What following a stream needs of the browser; tests bring their own.
 *
 * @typedef {object} Platform
 * @property {typeof fetch} fetch
 * @property {() => number} now the time of day in milliseconds: it goes on while a phone sleeps
 * @property {(millis: number, signal: AbortSignal) => Promise<void>} pause settles after that time, or
 *   at once when the signal is aborted
 * @property {() => number} random from 0 to below 1
 * @property {() => boolean} online what the browser says of the network
 */

/** @type {Platform} */
export const browserPlatform = {
  fetch: (...request) => fetch(...request),
  now: () => Date.now(),
  pause,
  random: () => Math.random(),
  online: () => navigator.onLine,
};

/**
 * The same for a server that is not the page's own, or that the page does not lie beside.
 *
 * @param {URL} base where the server's application is, with a slash at the end
 * @returns {Platform}
 */
export function platformAt(base) {
  return { ...browserPlatform, fetch: (url, init) => fetch(new URL(url, base), init) };
}

function pause(millis, signal) {
  return new Promise((resolve) => {
    function settle() {
      clearTimeout(timer);
      signal.removeEventListener('abort', settle);
      resolve();
    }
    const timer = setTimeout(settle, millis);
    if (signal.aborted) settle();
    else signal.addEventListener('abort', settle);
  });
}
