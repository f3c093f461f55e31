/** The server drops an answer that nobody reads after ten seconds by default: the first tries come early. */
const FIRST_WAIT_MILLIS = 300;

const MAX_WAIT_MILLIS = 8_000;

/** Waits differ by up to this part, so that the clients of a server that restarts do not come all at once. */
const JITTER = 0.25;

/** Without a network there is nothing to try; the browser may be wrong about that, so it is tried all the same. */
const OFFLINE_WAIT_MILLIS = 60_000;

/**
 * How long to wait before the next try.
 *
 * @param {object} situation
 * @param {number} situation.tries how many there were since the last event
 * @param {boolean} situation.online what the browser says of the network
 * @param {number} [situation.retryAfterSeconds] what the server asked for; never undercut
 * @param {() => number} situation.random from 0 to below 1
 * @returns {number} milliseconds
 */
export function waitMillis({ tries, online, retryAfterSeconds = 0, random }) {
  const growing = Math.min(FIRST_WAIT_MILLIS * 2 ** tries, MAX_WAIT_MILLIS);
  const ours = (online ? growing : OFFLINE_WAIT_MILLIS) * (1 + JITTER * (2 * random() - 1));
  return Math.max(ours, retryAfterSeconds * 1000 * (1 + JITTER * random()));
}
