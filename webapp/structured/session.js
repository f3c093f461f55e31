import { StreamFailure } from '../failure/failure.js';
import { AnswerStream, UNANSWERED_LIVES_MILLIS } from '../streams/answer-stream.js';
import { browserPlatform } from '../streams/platform.js';
import { jsonText } from './json.js';
import { StructuredRun } from './state.js';

/**
 * @typedef {import('./request.js').StructuredRequest} StructuredRequest
 *
 * @typedef {object} Kept what a reload of the page must not lose
 * @property {StructuredRequest} request
 * @property {string} [id] the stream; it can be heard again as long as the server keeps it
 * @property {string} [key] of a request that the server has not answered yet
 * @property {number} atMillis
 * @property {string} [document] as far as it had come, a JSON text
 * @property {string} [end] the data of the event that ended the run
 * @property {boolean} stopping whether the reader asked to stop
 */

/**
 * One structured answer after the other, each followed over cut lines and reloads to its end. No DOM.
 */
export class StructuredSession {
  /** @type {StructuredRun} */
  run;
  /** What was asked for last; a retry asks for it again. @type {StructuredRequest|undefined} */
  request;
  #onChange;
  #onBegin;
  #onEvent;
  #platform;
  /** @type {AnswerStream|undefined} */
  #stream;
  /** @type {string|undefined} */
  #end;

  /**
   * @param {object} options
   * @param {() => void} options.onChange called after every change of the run
   * @param {(beginning: {replays: boolean}) => void} [options.onBegin] called when events begin anew; those of an
   *   answer that another page began are replayed
   * @param {(raw: string) => void} [options.onEvent] called with the data of each event
   * @param {import('../streams/platform.js').Platform} [options.platform]
   */
  constructor({ onChange, onBegin = () => {}, onEvent = () => {}, platform = browserPlatform }) {
    this.run = new StructuredRun();
    this.#onChange = onChange;
    this.#onBegin = onBegin;
    this.#onEvent = onEvent;
    this.#platform = platform;
  }

  /** @returns {Kept|undefined} undefined before the first request */
  get kept() {
    const { request, run } = this;
    if (request === undefined) return undefined;
    return {
      request,
      id: this.#stream?.id,
      key: run.running ? this.#stream?.key : undefined,
      atMillis: this.#platform.now(),
      document: run.document === undefined ? undefined : jsonText(run.document),
      end: this.#end,
      stopping: run.stopping,
    };
  }

  /**
   * Goes on where another page was left: what was kept is shown, and heard again from its beginning.
   *
   * @param {Kept} kept
   * @returns {Promise<void>} settles when the answer has ended, however it ended
   */
  async restore({ request, id, key, atMillis, document, end, stopping }) {
    this.request = request;
    if (id === undefined && !this.#isToBeRepeated({ key, atMillis, stopping })) return;
    this.run = this.#begun();
    this.run.stopping = stopping;
    if (document !== undefined) this.run.hear(heard(`{"status":"chunk","data":${document}}`));
    if (end !== undefined) this.#hear(heard(end));
    this.#onChange();
    const following = this.#follow(this.#newStream({ id, key }), { replays: true });
    // Whether the other page still got its word through is not known; a stop can be told twice.
    if (stopping && this.run.running) await this.#halt();
    await following;
  }

  /**
   * @param {StructuredRequest} request
   * @returns {Promise<void>} settles when the answer has ended, however it ended
   */
  async ask(request) {
    if (this.run.running) return;
    this.request = request;
    await this.#begin();
  }

  /** Follows the answer further, if it was only lost from sight; else asks for it again. */
  async retry() {
    if (this.run.running || this.request === undefined) return;
    if (this.run.failure?.resumable !== true || this.#stream === undefined) {
      // A request that the server may have seen keeps its name, so that it buys no second answer.
      const before = this.#stream;
      await this.#begin({ key: before !== undefined && !before.answered ? before.key : undefined });
      return;
    }
    this.run.resume();
    this.#onChange();
    await this.#follow(this.#stream);
  }

  /**
   * Ends the answer where it is. A second time, the server's word is not waited for.
   *
   * @returns {Promise<void>} settles when it has ended
   */
  async stop() {
    const { run } = this;
    const stream = this.#stream;
    if (stream === undefined || !run.running) return;
    if (run.stopping) {
      stream.leave();
      run.stop();
    } else {
      run.stopping = true;
      this.#onChange();
      await this.#halt();
    }
    this.#onChange();
  }

  /**
   * The page or the network is back: what was lost from sight is looked for at once.
   *
   * @param {{networkChanged: boolean}} news
   */
  async wake(news) {
    if (this.run.running) this.#stream?.wake(news);
    else if (this.run.failure?.resumable === true) await this.retry();
  }

  /**
   * What cannot be asked for: shown as an answer that failed.
   *
   * @param {import('../failure/failure.js').Failure} failure
   */
  refuse(failure) {
    if (this.run.running) return;
    this.run = new StructuredRun();
    this.run.begin();
    this.run.fail(failure);
    this.#onChange();
  }

  /** Nobody looks any more. What was {@link kept} before can be restored by another session. */
  leave() {
    this.#stream?.leave();
  }

  /** Whether nobody knows if the server has got the request, and asking again with its key tells. */
  #isToBeRepeated({ key, atMillis, stopping }) {
    if (key === undefined || stopping || this.request.init.method !== 'POST') return false;
    return this.#platform.now() - atMillis <= UNANSWERED_LIVES_MILLIS;
  }

  async #halt() {
    const stream = this.#stream;
    const told = await stream.stop();
    // A replay has its own run.
    if (this.#stream === stream) this.run.stop({ told });
    this.#onChange();
  }

  async #begin({ key } = {}) {
    this.run = this.#begun();
    this.#onBegin({ replays: false });
    this.#onChange();
    await this.#follow(this.#newStream({ key }));
  }

  #begun() {
    const run = new StructuredRun();
    run.begin();
    this.#end = undefined;
    return run;
  }

  #newStream({ id, key }) {
    const stream = new AnswerStream({
      start: this.request,
      id,
      key,
      onLine: (line) => {
        if (this.#stream !== stream) return;
        this.run.line = line;
        this.#onChange();
      },
      platform: this.#platform,
    });
    return stream;
  }

  async #follow(stream, { replays = false } = {}) {
    this.#stream = stream;
    let atStart = replays;
    try {
      for await (const event of stream.events()) {
        if (this.#stream !== stream) return;
        if (atStart) this.#replay();
        atStart = false;
        this.#onEvent(event.raw);
        this.#hear(event);
        this.#onChange();
        if (!this.run.running) return;
      }
      if (this.#stream === stream && !stream.left) this.run.close();
    } catch (error) {
      if (!(error instanceof StreamFailure)) throw error;
      if (this.#stream === stream && !stream.left) this.run.fail(error.failure);
    } finally {
      this.#onChange();
    }
  }

  /** What was kept gives way to the whole. */
  #replay() {
    const { stopping } = this.run;
    this.run = this.#begun();
    this.run.stopping = stopping;
    this.#onBegin({ replays: true });
  }

  #hear(event) {
    const before = this.run.running;
    this.run.hear(event);
    if (before && !this.run.running) this.#end = event.raw;
  }
}

/** An event as it comes off the wire. */
function heard(raw) {
  return { value: JSON.parse(raw), raw };
}
