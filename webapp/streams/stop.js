import { streamUrl } from './event-id.js';

/** So long the server has to take note. */
const PATIENCE_MILLIS = 4_000;

/** What is expired or unknown does not run any more. */
const GONE_STATUSES = new Set([404, 410]);

/**
 * Tells the server to stop a stream.
 *
 * @param {string} id the stream
 * @param {import('./platform.js').Platform} platform
 * @returns {Promise<boolean>} whether the stream has ended there, however it did
 */
export async function stopStream(id, { fetch, pause }) {
  const asking = new AbortController();
  try {
    const late = pause(PATIENCE_MILLIS, asking.signal).then(() => false);
    return await Promise.race([ask(id, fetch, asking.signal), late]);
  } finally {
    asking.abort();
  }
}

async function ask(id, fetch, signal) {
  try {
    // It must arrive even when the reader closes the page next.
    const response = await fetch(streamUrl(id), { method: 'DELETE', keepalive: true, signal });
    await response.body?.cancel();
    return response.ok || GONE_STATUSES.has(response.status);
  } catch {
    return false; // Why does not matter: what counts is that the server does not know.
  }
}
