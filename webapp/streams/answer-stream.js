import { openJsonStream } from '../eventstream/open.js';
import { StreamFailure, localFailure } from '../failure/failure.js';
import { formatEventId, parseEventId, streamUrl } from './event-id.js';
import { newIdempotencyKey } from './idempotency-key.js';
import { Line, PASSING_STATUSES } from './line.js';
import { browserPlatform } from './platform.js';
import { stopStream } from './stop.js';

/**
 * @typedef {import('../eventstream/open.js').JsonEvent} JsonEvent
 * @typedef {import('../failure/failure.js').Failure} Failure
 * @typedef {import('./platform.js').Platform} Platform
 *
 * @typedef {'open'|'reaching'|'resuming'|'offline'} LineState how the server is connected: it is; it is being
 *   reached for the first time; it was and is being reached again; there is no network
 */

/** Tries in a row without a new event, until the line counts as broken: about half a minute. */
export const MAX_RESUME_TRIES = 8;

/** A server that cannot be reached at all is soon said to be so. */
export const MAX_START_TRIES = 3;

/** A server that wants to be left alone for longer is not waited for. */
const MAX_RETRY_AFTER_SECONDS = 60;

/** So long the server has to send the end that a stop makes. */
const END_PATIENCE_MILLIS = 4_000;

/** A request whose reply nobody has seen is sent again after a reload, but not out of the blue a day later. */
export const UNANSWERED_LIVES_MILLIS = 60_000;

const LINE_CODES = new Set(['network', 'connection_lost']);

/** Expired, unknown, or no longer as long as it was: no later try will find it. */
const GONE_STATUSES = new Set([404, 409, 410]);

/**
 * One answer of the server, followed to its end over as many connections as that takes. An event is
 * heard once, in order, wherever connections are cut: each event's id is a position, and the next
 * connection asks for what comes after it.
 */
export class AnswerStream {
  /** The name of the request; with it the server starts one answer however often it is asked. */
  key;
  #start;
  #id;
  #platform;
  #onLine;
  /** Everything up to here was heard. @type {number|undefined} */
  #position;
  #heard = false;
  #answered = false;
  #line;
  /** Settles when nobody is listening any more. @type {Promise<void>} */
  #ended = Promise.resolve();

  /**
   * @param {object} options
   * @param {{url: string, init: RequestInit}} options.start what begins the answer
   * @param {string} [options.id] a stream that has begun already: it is heard from its beginning
   * @param {string} [options.key] that of an earlier try of the same request
   * @param {(line: LineState) => void} [options.onLine] called whenever the line is lost or found again
   * @param {Platform} [options.platform]
   */
  constructor({ start, id, key = newIdempotencyKey(), onLine = () => {}, platform = browserPlatform }) {
    this.#start = start;
    this.#id = id;
    this.key = key;
    this.#onLine = onLine;
    this.#platform = platform;
    this.#line = new Line(platform);
  }

  /** What the server calls the stream; undefined until it has answered. */
  get id() {
    return this.#id;
  }

  /** Whether the server has answered at all: if not, asking again must use the same key. */
  get answered() {
    return this.#answered;
  }

  /** Whether the reader has turned away, so that what is missing is missed by nobody. */
  get left() {
    return this.#line.left.aborted;
  }

  /**
   * The events that were not heard yet. Ends when the server has nothing left to send, or when the
   * reader has {@link left}. After a failure that is `resumable` it can be called again.
   *
   * @returns {AsyncGenerator<JsonEvent, void, void>}
   * @throws {StreamFailure} when the answer cannot be followed any further
   */
  async *events() {
    let end = () => {};
    this.#ended = new Promise((resolve) => (end = resolve));
    this.#line.forgetTries();
    try {
      for (;;) {
        const failure = yield* this.#listen();
        if (failure === undefined) return;
        await this.#restAfter(failure);
        if (this.left) return;
      }
    } finally {
      end();
    }
  }

  /**
   * Looks after the line at once instead of at the next occasion.
   *
   * @param {{networkChanged: boolean}} news after a change of networks, what is open is most often dead
   */
  wake(news) {
    if (this.#id === undefined && !this.#repeatable) return;
    this.#line.wake(news);
  }

  /** The reader turns away. The server notices that nobody listens, and some time later stops. */
  leave() {
    this.#line.leave();
  }

  /**
   * Tells the server to stop. The end that this makes is still heard, unless it takes too long; then,
   * or when the server cannot be told, the reader leaves all the same.
   *
   * @returns {Promise<boolean>} whether the server knows, or had nothing to stop
   */
  async stop() {
    // Nothing to name yet: that the request is taken back is all that can be said.
    const told = this.#id === undefined || (await stopStream(this.#id, this.#platform));
    if (told && this.#id !== undefined) {
      await Promise.race([this.#ended, this.#platform.pause(END_PATIENCE_MILLIS, this.#line.left)]);
    }
    this.leave();
    return told;
  }

  get #repeatable() {
    return this.#start.init.method === 'POST' && !this.#heard;
  }

  /** @returns {AsyncGenerator<JsonEvent, Failure|undefined, void>} why the connection is over */
  async *#listen() {
    if (this.left) return undefined;
    const connection = this.#line.open();
    try {
      const { url, init } = this.#request();
      const stream = await openJsonStream(
        url,
        { ...init, signal: connection.signal },
        { fetch: this.#platform.fetch, onBytes: () => this.#noteBytes() },
      );
      if (stream === undefined) return undefined;
      this.#id ??= stream.id;
      this.#onLine('open');
      for await (const event of stream.events) {
        if (this.#isNew(event)) yield event;
      }
      return localFailure('connection_lost');
    } catch (error) {
      if (this.left) return undefined;
      if (connection.signal.aborted) return localFailure(this.#answered ? 'connection_lost' : 'network');
      if (!(error instanceof StreamFailure)) throw error;
      if (error.failure.status !== undefined) this.#answered = true;
      return error.failure;
    } finally {
      connection.abort();
    }
  }

  #request() {
    if (this.#id !== undefined) {
      const position = this.#position;
      const headers =
        position === undefined
          ? {}
          : { 'Last-Event-ID': formatEventId({ streamId: this.#id, position }) };
      return { url: streamUrl(this.#id), init: { headers, cache: 'no-store' } };
    }
    const { url, init } = this.#start;
    if (init.method !== 'POST') return { url, init };
    return { url, init: { ...init, headers: { ...init.headers, 'Idempotency-Key': this.key } } };
  }

  #noteBytes() {
    this.#answered = true;
    this.#line.noteBytes();
  }

  /** Takes note of the event's position. An event that was heard before is not heard again. */
  #isNew({ id }) {
    const parsed = parseEventId(id);
    if (parsed !== undefined) {
      this.#id ??= parsed.streamId;
      if (parsed.streamId !== this.#id) throw new StreamFailure(localFailure('malformed_event'));
      if (this.#position !== undefined && parsed.position <= this.#position) return false;
      this.#position = parsed.position;
    }
    this.#heard = true;
    this.#line.forgetTries();
    return true;
  }

  async #restAfter(failure) {
    this.#checkThatAnotherTryHelps(failure);
    const online = this.#platform.online();
    const { retryAfterSeconds } = failure;
    if (!online) this.#onLine('offline');
    else this.#onLine(this.#id === undefined ? 'reaching' : 'resuming');
    await this.#line.rest({ online, retryAfterSeconds });
  }

  #checkThatAnotherTryHelps(failure) {
    const lineLost = LINE_CODES.has(failure.code);
    if (this.#id === undefined) {
      if (lineLost && this.#repeatable && this.#line.tries < MAX_START_TRIES) return;
      throw new StreamFailure(failure);
    }
    if (GONE_STATUSES.has(failure.status)) throw new StreamFailure(localFailure('answer_gone'));
    if (!lineLost && !PASSING_STATUSES.has(failure.status)) throw new StreamFailure(failure);
    // Events without ids cannot be told apart: asked for again, they would be heard twice.
    if (this.#heard && this.#position === undefined) throw new StreamFailure(failure);
    const { retryAfterSeconds = 0 } = failure;
    if (this.#line.tries >= MAX_RESUME_TRIES || retryAfterSeconds > MAX_RETRY_AFTER_SECONDS) {
      throw new StreamFailure({
        ...localFailure('connection_lost'),
        retryAfterSeconds: failure.retryAfterSeconds,
        resumable: true,
      });
    }
  }
}
