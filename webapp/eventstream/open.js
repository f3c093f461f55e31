import { StreamFailure, failureOfResponse, localFailure } from '../failure/failure.js';
import { readEvents } from './read.js';

/**
 * @typedef {object} JsonEvent
 * @property {any} value the event's data, parsed
 * @property {string} raw the event's data as it came
 */

/**
 * Asks for an event stream whose data are JSON and reads it. Whatever goes wrong before or during
 * the stream rises as a {@link StreamFailure}, but for an abort, which rises as it is.
 *
 * @param {string} url
 * @param {RequestInit} init
 * @param {typeof fetch} [fetchStream]
 * @returns {AsyncGenerator<JsonEvent, void, void>}
 */
export async function* openJsonStream(url, init, fetchStream = fetch) {
  const response = await request(url, init, fetchStream);
  const events = readEvents(response);
  try {
    for (;;) {
      const { value: event, done } = await next(events, init.signal);
      if (done) return;
      yield { value: parse(event.data), raw: event.data };
    }
  } finally {
    await events.return();
  }
}

async function request(url, init, fetchStream) {
  let response;
  try {
    response = await fetchStream(url, {
      ...init,
      headers: { Accept: 'text/event-stream', ...init.headers },
    });
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new StreamFailure(localFailure('network'), { cause });
  }
  if (!response.ok) throw new StreamFailure(await failureOfResponse(response));
  // A proxy's login page is 200 too: read as an event stream it would look like a cut one.
  if (!/^text\/event-stream\b/i.test(response.headers.get('Content-Type') ?? '')) {
    await response.body?.cancel();
    throw new StreamFailure(localFailure('not_an_event_stream'));
  }
  return response;
}

async function next(events, signal) {
  try {
    return await events.next();
  } catch (cause) {
    if (signal?.aborted) throw cause;
    const code = cause instanceof RangeError ? 'malformed_event' : 'connection_lost';
    throw new StreamFailure(localFailure(code), { cause });
  }
}

function parse(data) {
  try {
    return JSON.parse(data);
  } catch (cause) {
    throw new StreamFailure(localFailure('malformed_event'), { cause });
  }
}
