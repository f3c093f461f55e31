import { StreamFailure, localFailure } from '../failure/failure.js';
import { AnswerStream, UNANSWERED_LIVES_MILLIS } from '../streams/answer-stream.js';
import { browserPlatform } from '../streams/platform.js';
import { connected, ended, failed, hear, isRunning, replayed, resumed, stopped, stopping } from './answer.js';
import {
  asked,
  before,
  cleared,
  emptyConversation,
  isAnswering,
  named,
  retried,
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
   *   however it ended; with a failure when the server was too busy to take the question, and the conversation
   *   is then as it was before
   */
  async ask(ask) {
    if (this.answering) return undefined;
    return this.#ask(this.conversation, ask);
  }

  /**
   * Asks a question in the place of an earlier one, which is gone with all that came after it: the same words
   * for another answer, or better ones.
   *
   * @param {number} turnId
   * @param {{question?: string, model?: string}} ask the turn's own question and model, unless others are given
   * @returns {Promise<import('../failure/failure.js').Failure|undefined>} as for {@link ask}
   */
  async askAgain(turnId, { question, model } = {}) {
    const turn = this.conversation.turns.find(({ id }) => id === turnId);
    if (this.answering || turn === undefined) return undefined;
    return this.#ask(before(this.conversation, turnId), {
      question: question ?? turn.question,
      model: model ?? turn.model,
      replaces: turn.answer.streamId ?? turn.replaces,
    });
  }

  async #ask(conversation, ask) {
    const unasked = this.conversation;
    this.#set(asked(conversation, ask, this.#platform.now()));
    return this.#follow(this.#streamOfLastTurn(), { unasked });
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

  /** Nobody looks any more. The answer goes on for the server's grace; {@link restore} follows it further. */
  leave() {
    this.#stream?.leave();
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
    const { question, model, replaces } = this.conversation.turns.at(-1);
    // Without a conversation there is nothing that could be replaced.
    const { id: conversationId } = this.conversation;
    const replaced = conversationId === undefined ? undefined : replaces;
    const stream = new AnswerStream({
      start: {
        url: 'api/chat',
        init: {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({
            message: question,
            conversation_id: conversationId,
            model,
            replaces: replaced,
          }),
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

  async #follow(stream, { replays = false, unasked } = {}) {
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
      if (unasked !== undefined && BUSY_STATUSES.has(error.failure.status)) {
        this.#set(unasked);
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
