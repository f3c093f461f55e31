import { openJsonStream } from '../eventstream/open.js';
import { StreamFailure, localFailure } from '../failure/failure.js';
import { Line, PASSING_STATUSES } from '../streams/line.js';

/**
 * @typedef {import('../failure/failure.js').Failure} Failure
 * @typedef {import('../streams/platform.js').Platform} Platform
 *
 * @typedef {object} LineState how the server is connected
 * @property {'connecting'|'open'|'lost'|'refused'} state `lost` is tried again, `refused` is not
 * @property {Failure} [failure] why it is lost or refused
 */

const EVENTS_URL = 'api/admin/events';

/** What the server tells administrators, over as many connections as that takes. Each begins with everything. */
export class AdminFeed {
  #platform;
  #onEvent;
  #onLine;
  #line;

  /**
   * @param {object} options
   * @param {(event: any) => void} options.onEvent
   * @param {(line: LineState) => void} options.onLine
   * @param {Platform} options.platform
   */
  constructor({ onEvent, onLine, platform }) {
    this.#onEvent = onEvent;
    this.#onLine = onLine;
    this.#platform = platform;
    this.#line = new Line(platform);
  }

  /** @returns {Promise<void>} settles when the server says no, or after `leave()` */
  async follow() {
    this.#onLine({ state: 'connecting' });
    while (!this.#line.left.aborted) {
      const failure = await this.#listen();
      if (this.#line.left.aborted) return;
      if (failure.status !== undefined && !PASSING_STATUSES.has(failure.status)) {
        this.#onLine({ state: 'refused', failure });
        return;
      }
      this.#onLine({ state: 'lost', failure });
      const { retryAfterSeconds } = failure;
      await this.#line.rest({ online: this.#platform.online(), retryAfterSeconds });
    }
  }

  /** Looks after the line at once instead of at the next occasion. */
  wake(news) {
    this.#line.wake(news);
  }

  leave() {
    this.#line.leave();
  }

  /** @returns {Promise<Failure>} why the connection is over */
  async #listen() {
    const connection = this.#line.open();
    try {
      const stream = await openJsonStream(
        EVENTS_URL,
        { cache: 'no-store', signal: connection.signal },
        { fetch: this.#platform.fetch, onBytes: () => this.#line.noteBytes() },
      );
      if (stream === undefined) return localFailure('connection_lost');
      for await (const { value } of stream.events) {
        this.#line.forgetTries();
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
}
