/**
 * @typedef {object} StreamEvent
 * @property {string} type the event type, `message` when the stream names none
 * @property {string} data the data lines, joined with LF
 * @property {string} lastEventId the last event ID after this event
 */

const LINE_END = /[\r\n]/g;

/** Far above any event of ours; a stream that passes it is broken, and must not fill the memory of the tab. */
const DEFAULT_MAX_EVENT_CHARS = 16 * 1024 * 1024;

/**
 * Splits an event stream into events. A chunk may end anywhere, even inside a UTF-8 character or
 * between CR and LF. The `retry` field is ignored: a fetch does not reconnect by itself.
 * One instance per stream.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export class EventStreamDecoder {
  // The byte order mark is kept here and dropped in #start, so that bytes and text take one path.
  #utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
  #maxEventChars;
  /** Nothing has been read yet: a byte order mark may come. */
  #atStart = true;
  /** The last character was CR: an LF that follows belongs to the same line end. */
  #afterCr = false;
  /** The beginning of a line whose end has not arrived. */
  #line = '';
  #type = '';
  #data = '';
  #lastEventId = '';

  /** @param {{maxEventChars?: number}} [options] how long one event may become, in UTF-16 units */
  constructor({ maxEventChars = DEFAULT_MAX_EVENT_CHARS } = {}) {
    this.#maxEventChars = maxEventChars;
  }

  /**
   * @param {Uint8Array|string} chunk the next bytes, or the next text
   * @returns {StreamEvent[]} the events that this chunk completed
   * @throws {RangeError} when one event is longer than the limit
   */
  feed(chunk) {
    const text = typeof chunk === 'string' ? chunk : this.#utf8.decode(chunk, { stream: true });
    const events = [];
    if (text === '') return events;

    let start = this.#start(text);
    for (;;) {
      LINE_END.lastIndex = start;
      const found = LINE_END.exec(text);
      if (found === null) break;
      const line = this.#line + text.slice(start, found.index);
      this.#line = '';
      start = found.index + 1;
      if (found[0] === '\r') {
        // The line is complete at CR: waiting for a possible LF would hold back a finished event.
        if (start === text.length) this.#afterCr = true;
        else if (text[start] === '\n') start++;
      }
      this.#take(line, events);
    }
    this.#line += text.slice(start);
    this.#check(this.#line.length);
    return events;
  }

  /** The stream is over. An event still open is dropped, as the standard asks. */
  end() {
    this.#line = '';
    this.#data = '';
    this.#type = '';
  }

  /** @returns {number} where the content of this chunk begins */
  #start(text) {
    let start = 0;
    if (this.#atStart && text[0] === '\uFEFF') start = 1;
    if (this.#afterCr && text[0] === '\n') start = 1;
    this.#atStart = false;
    this.#afterCr = false;
    return start;
  }

  #take(line, events) {
    if (line === '') {
      this.#dispatch(events);
      return;
    }
    const colon = line.indexOf(':');
    if (colon === 0) return; // a comment
    const name = colon === -1 ? line : line.slice(0, colon);
    let value = colon === -1 ? '' : line.slice(colon + 1);
    if (value.startsWith(' ')) value = value.slice(1);

    if (name === 'data') {
      // Every data line ends in LF, so that an empty one counts; the last LF goes at dispatch.
      this.#data += `${value}\n`;
      this.#check(0);
    } else if (name === 'event') this.#type = value;
    else if (name === 'id' && !value.includes('\0')) this.#lastEventId = value;
  }

  #dispatch(events) {
    if (this.#data !== '') {
      events.push({
        type: this.#type || 'message',
        data: this.#data.slice(0, -1),
        lastEventId: this.#lastEventId,
      });
    }
    this.#data = '';
    this.#type = '';
  }

  #check(lineChars) {
    if (this.#data.length + lineChars > this.#maxEventChars) {
      throw new RangeError(`An event is longer than ${this.#maxEventChars} characters`);
    }
  }
}
