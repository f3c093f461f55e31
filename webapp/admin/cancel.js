import { failureOfResponse, localFailure } from '../failure/failure.js';
import { streamUrl } from '../streams/event-id.js';

/** So long the server has to take note. */
const PATIENCE_MILLIS = 10_000;

/** What is expired or unknown does not run any more. */
const GONE_STATUSES = new Set([404, 410]);

/**
 * @typedef {{ended: 'cancelled'|'complete'|'error'|'gone'}|{failure: import('../failure/failure.js').Failure}} Outcome
 */

/**
 * Stops a stream.
 *
 * @param {string} id
 * @param {import('../streams/platform.js').Platform} platform
 * @returns {Promise<Outcome>} how it ended, now or before, or why it did not
 */
export async function cancelStream(id, { fetch, pause }) {
  const asking = new AbortController();
  try {
    const late = pause(PATIENCE_MILLIS, asking.signal).then(() => ({ failure: localFailure('network') }));
    return await Promise.race([ask(id, fetch, asking.signal), late]);
  } finally {
    asking.abort();
  }
}

async function ask(id, fetch, signal) {
  let response;
  try {
    response = await fetch(streamUrl(id), { method: 'DELETE', signal });
    if (response.ok) return { ended: (await response.json()).ended };
  } catch {
    // Unreachable, or no answer of ours: which of them changes nothing.
    return { failure: localFailure('network') };
  }
  if (GONE_STATUSES.has(response.status)) return { ended: 'gone' };
  return { failure: await failureOfResponse(response) };
}
