import { StreamFailure, failureOfResponse, localFailure } from '../failure/failure.js';
import { readEvents } from './read.js';

/**
 * @typedef {object} JsonEvent
 * @property {any} value the event's data, parsed
 * @property {string} raw the event's data as it came
 * @property {string} id the last event ID; empty when the stream has none
 *
 * @typedef {object} JsonStream
 * @property {string} [id] what the server calls the stream
 * @property {AsyncGenerator<JsonEvent, void, void>} events to be read, or the connection stays open
 */

/**
 * Asks for an event stream whose data are JSON. Whatever goes wrong before or during the stream rises
 * as a {@link StreamFailure}, but for an abort, which rises as it is.
 *
 * @param {string} url
 * @param {RequestInit} init
 * @param {object} [how]
 * @param {typeof fetch} [how.fetch]
 * @param {() => void} [how.onBytes] called when anything has come, a comment too
 * @returns {Promise<JsonStream|undefined>} undefined when the server has nothing to send (204)
 */
export async function openJsonStream(url, init, { fetch = globalThis.fetch, onBytes = () => {} } = {}) {
  const response = await request(url, init, fetch);
  onBytes();
  if (response.status === 204) return undefined;
  // A proxy's login page is 200 too: read as an event stream it would look like a cut one.
  if (!/^text\/event-stream\b/i.test(response.headers.get('Content-Type') ?? '')) {
    await response.body?.cancel();
    throw new StreamFailure(localFailure('not_an_event_stream'));
  }
  return {
    id: response.headers.get('X-Stream-Id') ?? undefined,
    events: jsonEvents(readEvents(response, onBytes), init.signal),
  };
}

async function request(url, init, fetch) {
  let response;
  try {
    response = await fetch(url, {
      ...init,
      headers: { Accept: 'text/event-stream', ...init.headers },
    });
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new StreamFailure(localFailure('network'), { cause });
  }
  if (!response.ok) throw new StreamFailure(await failureOfResponse(response));
  return response;
}

async function* jsonEvents(events, signal) {
  try {
    for await (const event of events) {
      yield { value: parse(event.data), raw: event.data, id: event.lastEventId };
    }
  } catch (cause) {
    if (signal?.aborted || cause instanceof StreamFailure) throw cause;
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
