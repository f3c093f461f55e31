import { parseEventId } from '../streams/event-id.js';

/** The browser waits some seconds between its tries: with so many in a row the line counts as broken. */
export const MAX_TRIES = 8;

/** What must be watched over while an `EventSource` reconnects by itself. One per answer. */
export class Reconnection {
  /** @type {import('../streams/event-id.js').EventId|undefined} */
  #last;
  #tries = 0;

  /** @returns {string|undefined} undefined before the first event */
  get streamId() {
    return this.#last?.streamId;
  }

  /**
   * @param {string} lastEventId that of an event which has come
   * @returns {boolean} whether it is new
   */
  hears(lastEventId) {
    this.#tries = 0;
    const id = parseEventId(lastEventId);
    if (id === undefined) return true;
    if (this.#last !== undefined && id.position <= this.#last.position) return false;
    this.#last = id;
    return true;
  }

  /**
   * The connection is lost, and the browser is about to try again.
   *
   * @returns {boolean} whether it may: without the id of an event the next request would not resume the
   *   answer, it would buy another one
   */
  mayTryAgain() {
    this.#tries++;
    return this.#last !== undefined && this.#tries <= MAX_TRIES;
  }
}
