import { openJsonStream } from '../eventstream/open.js';
import { StreamFailure, localFailure } from '../failure/failure.js';
import { waitMillis } from '../streams/waits.js';

/**
 * @typedef {import('../failure/failure.js').Failure} Failure
 * @typedef {import('../streams/platform.js').Platform} Platform
 *
 * @typedef {object} Line how the server is connected
 * @property {'connecting'|'open'|'lost'|'refused'} state `lost` is tried again, `refused` is not
 * @property {Failure} [failure] why it is lost or refused
 */

const EVENTS_URL = 'api/admin/events';

/** The server sends a comment every 1.25 seconds by default: after so long a silence the line is dead. */
export const SILENCE_MILLIS = 30_000;

/** The same for a page that was away: most often its line was cut, and nobody told the browser. */
export const SILENCE_AT_WAKE_MILLIS = 5_000;

/** The server has no room now, or is being restarted. With any other status it has said no. */
const PASSING_STATUSES = new Set([408, 425, 429, 500, 502, 503, 504]);

/** What the server tells administrators, over as many connections as that takes. Each begins with everything. */
export class AdminFeed {
  #platform;
  #onEvent;
  #onLine;
  #tries = 0;
  #lastBytesAtMillis = 0;
  #left = new AbortController();
  /** Cuts the connection that is open or being opened. */
  #connection = new AbortController();
  /** Ends the wait before the next try. */
  #rest = new AbortController();

  /**
   * @param {object} options
   * @param {(event: any) => void} options.onEvent
   * @param {(line: Line) => void} options.onLine
   * @param {Platform} options.platform
   */
  constructor({ onEvent, onLine, platform }) {
    this.#onEvent = onEvent;
    this.#onLine = onLine;
    this.#platform = platform;
  }

  /** @returns {Promise<void>} settles when the server says no, or after `leave()` */
  async follow() {
    this.#onLine({ state: 'connecting' });
    while (!this.#left.signal.aborted) {
      const failure = await this.#listen();
      if (this.#left.signal.aborted) return;
      if (failure.status !== undefined && !PASSING_STATUSES.has(failure.status)) {
        this.#onLine({ state: 'refused', failure });
        return;
      }
      this.#onLine({ state: 'lost', failure });
      await this.#restAfter(failure);
    }
  }

  /** Looks after the line at once instead of at the next occasion. */
  wake({ networkChanged }) {
    this.#tries = 0;
    this.#rest.abort();
    const silentMillis = this.#platform.now() - this.#lastBytesAtMillis;
    if (networkChanged || silentMillis >= SILENCE_AT_WAKE_MILLIS) this.#connection.abort();
  }

  leave() {
    this.#left.abort();
    this.#rest.abort();
    this.#connection.abort();
  }

  /** @returns {Promise<Failure>} why the connection is over */
  async #listen() {
    const connection = (this.#connection = new AbortController());
    try {
      this.#lastBytesAtMillis = this.#platform.now();
      this.#watch(connection);
      const stream = await openJsonStream(
        EVENTS_URL,
        { cache: 'no-store', signal: connection.signal },
        { fetch: this.#platform.fetch, onBytes: () => this.#noteBytes() },
      );
      if (stream === undefined) return localFailure('connection_lost');
      for await (const { value } of stream.events) {
        this.#tries = 0;
        this.#onLine({ state: 'open' });
        this.#onEvent(value);
      }
      return localFailure('connection_lost');
    } catch (error) {
      if (connection.signal.aborted) return localFailure('connection_lost');
      if (!(error instanceof StreamFailure)) throw error;
      return error.failure;
    } finally {
      connection.abort();
    }
  }

  #noteBytes() {
    this.#lastBytesAtMillis = this.#platform.now();
  }

  /** Cuts a connection on which nothing comes any more: some die without a word. */
  async #watch(connection) {
    while (!connection.signal.aborted) {
      const restMillis = this.#lastBytesAtMillis + SILENCE_MILLIS - this.#platform.now();
      if (restMillis <= 0) connection.abort();
      else await this.#platform.pause(restMillis, connection.signal);
    }
  }

  async #restAfter({ retryAfterSeconds }) {
    const { online, random, pause } = this.#platform;
    const millis = waitMillis({ tries: this.#tries, online: online(), retryAfterSeconds, random });
    this.#tries++;
    this.#rest = new AbortController();
    await pause(millis, this.#rest.signal);
  }
}
