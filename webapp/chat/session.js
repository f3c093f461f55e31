import { StreamFailure, localFailure } from '../failure/failure.js';
import { AnswerStream, UNANSWERED_LIVES_MILLIS } from '../streams/answer-stream.js';
import { browserPlatform } from '../streams/platform.js';
import { connected, ended, failed, hear, isRunning, replayed, resumed, stopped, stopping } from './answer.js';
import {
  asked,
  cleared,
  emptyConversation,
  isAnswering,
  named,
  retried,
  takenBack,
  withLastAnswer,
} from './conversation.js';

/** The server takes no new answer at present; the question is as good in a moment. */
const BUSY_STATUSES = new Set([429, 503]);

/**
 * @typedef {object} Kept what a reload of the page must not lose
 * @property {import('./conversation.js').Conversation} conversation
 * @property {{id?: string, key: string, atMillis: number}} [stream] that of the last answer, as long as there
 *   is something left to hear
 */

/**
 * One conversation with the server: at most one answer at a time, each followed over cut lines and reloads
 * to its end. No DOM.
 */
export class ChatSession {
  /** @type {import('./conversation.js').Conversation} */
  conversation = emptyConversation;
  #onChange;
  #platform;
  /** The answer that is being written, or that was lost from sight. @type {AnswerStream|undefined} */
  #stream;

  /**
   * @param {object} options
   * @param {() => void} options.onChange called after every change of the conversation
   * @param {import('../streams/platform.js').Platform} [options.platform]
   */
  constructor({ onChange, platform = browserPlatform }) {
    this.#onChange = onChange;
    this.#platform = platform;
  }

  get answering() {
    return isAnswering(this.conversation);
  }

  /** @returns {Kept} */
  get kept() {
    const { conversation } = this;
    const answer = conversation.turns.at(-1)?.answer;
    const stream = this.#stream;
    if (answer === undefined || stream === undefined) return { conversation };
    if (!isRunning(answer) && answer.failure?.resumable !== true) return { conversation };
    return {
      conversation,
      stream: { id: stream.id, key: stream.key, atMillis: this.#platform.now() },
    };
  }

  /**
   * Goes on where another page was left: an answer that was being written is heard from its beginning.
   *
   * @param {Kept} kept
   * @returns {Promise<void>} settles when the last answer has ended, however it ended
   */
  async restore({ conversation, stream }) {
    this.#set(conversation);
    const answer = conversation.turns.at(-1)?.answer;
    if (answer === undefined || stream === undefined) {
      this.#change((last) => failed(last, localFailure('connection_lost')));
      return;
    }
    const { id, key, atMillis } = stream;
    if (id === undefined && this.#platform.now() - atMillis > UNANSWERED_LIVES_MILLIS) {
      this.#change((last) => failed(last, localFailure('connection_lost')));
      return;
    }
    this.#change((last) => connected(resumed(last), 'open'));
    const following = this.#follow(this.#streamOfLastTurn({ id, key }), { replays: true });
    // Whether the other page still got its word through is not known; a stop can be told twice.
    if (answer.stopping) await this.#halt();
    await following;
  }

  /**
   * @param {{question: string, model?: string}} ask
   * @returns {Promise<import('../failure/failure.js').Failure|undefined>} settles when the answer has ended,
   *   however it ended; with a failure when the server was too busy to take the question, which is then not
   *   part of the conversation
   */
  async ask(ask) {
    if (this.answering) return undefined;
    this.#set(asked(this.conversation, ask, this.#platform.now()));
    return this.#follow(this.#streamOfLastTurn(), { takesBack: true });
  }

  /** Follows the last answer further, if it was only lost from sight; else asks its question again. */
  async retry() {
    const last = this.conversation.turns.at(-1);
    if (this.answering || last === undefined) return;
    if (last.answer.failure?.resumable === true && this.#stream !== undefined) {
      this.#change(resumed);
      await this.#follow(this.#stream);
      return;
    }
    // A request that the server may have seen keeps its name, so that it buys no second answer.
    const before = this.#stream;
    const key = before !== undefined && !before.answered ? before.key : undefined;
    this.#set(retried(this.conversation, this.#platform.now()));
    await this.#follow(this.#streamOfLastTurn({ key }));
  }

  /**
   * Ends the answer where it is. A second time, the server's word is not waited for.
   *
   * @returns {Promise<void>} settles when it has ended
   */
  async stop() {
    const stream = this.#stream;
    if (stream === undefined || !this.answering) return;
    if (this.conversation.turns.at(-1).answer.stopping) {
      stream.leave();
      this.#change((answer) => stopped(answer));
      return;
    }
    this.#change(stopping);
    await this.#halt();
  }

  clear() {
    const stream = this.answering ? this.#stream : undefined;
    this.#stream = undefined;
    this.#set(cleared(this.conversation));
    // Nobody is left to hear whether the server could be told.
    stream?.stop();
  }

  /**
   * The page or the network is back: what was lost from sight is looked for at once.
   *
   * @param {{networkChanged: boolean}} news
   */
  async wake(news) {
    if (this.answering) this.#stream?.wake(news);
    else if (this.conversation.turns.at(-1)?.answer.failure?.resumable === true) await this.retry();
  }

  async #halt() {
    const stream = this.#stream;
    const told = await stream.stop();
    if (this.#stream === stream) this.#change((answer) => stopped(answer, { told }));
  }

  /** @param {{id?: string, key?: string}} [before] what is known of the stream */
  #streamOfLastTurn({ id, key } = {}) {
    const { question, model } = this.conversation.turns.at(-1);
    const stream = new AnswerStream({
      start: {
        url: 'api/chat',
        init: {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ message: question, conversation_id: this.conversation.id, model }),
        },
      },
      id,
      key,
      onLine: (line) => {
        if (this.#stream === stream) this.#change((answer) => connected(answer, line));
      },
      platform: this.#platform,
    });
    return stream;
  }

  async #follow(stream, { replays = false, takesBack = false } = {}) {
    this.#stream = stream;
    let atStart = replays;
    try {
      for await (const { value } of stream.events()) {
        if (this.#stream !== stream) return undefined;
        if (atStart) this.#change(replayed);
        atStart = false;
        this.#hear(value);
        if (!this.answering) return undefined;
      }
      if (this.#stream === stream && !stream.left) this.#change(ended);
    } catch (error) {
      if (!(error instanceof StreamFailure)) throw error;
      if (this.#stream !== stream || stream.left) return undefined;
      if (takesBack && BUSY_STATUSES.has(error.failure.status)) {
        this.#set(takenBack(this.conversation));
        return error.failure;
      }
      this.#fail(error.failure);
    }
    return undefined;
  }

  #hear(event) {
    this.conversation = named(this.conversation, event);
    this.#change((answer) => hear(answer, event, this.#platform.now()));
  }

  #fail(failure) {
    if (failure.status === 404 && this.conversation.id !== undefined) {
      // The server has forgotten this conversation: asking again must begin a new one, or every
      // further question would fail the same way.
      this.conversation = { ...this.conversation, id: undefined };
      failure = { ...failure, retryable: true };
    }
    this.#change((answer) => failed(answer, failure));
  }

  #change(change) {
    this.#set(withLastAnswer(this.conversation, change));
  }

  #set(conversation) {
    if (conversation === this.conversation) return;
    this.conversation = conversation;
    this.#onChange();
  }
}
