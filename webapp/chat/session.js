import { openJsonStream } from '../eventstream/open.js';
import { StreamFailure } from '../failure/failure.js';
import { closed, failed, hear } from './answer.js';
import {
  asked,
  cleared,
  emptyConversation,
  isAnswering,
  named,
  retried,
  withLastAnswer,
} from './conversation.js';

/** One conversation with the server: at most one answer at a time. No DOM. */
export class ChatSession {
  /** @type {import('./conversation.js').Conversation} */
  conversation = emptyConversation;
  #onChange;
  #fetch;
  #now;
  /** Ends the request of the answer that is being written. @type {AbortController|undefined} */
  #abort;

  /**
   * @param {object} options
   * @param {() => void} options.onChange called after every change of the conversation
   * @param {typeof fetch} [options.fetch]
   * @param {() => number} [options.now] a clock in milliseconds
   */
  constructor({ onChange, fetch = globalThis.fetch.bind(globalThis), now = () => performance.now() }) {
    this.#onChange = onChange;
    this.#fetch = fetch;
    this.#now = now;
  }

  get answering() {
    return isAnswering(this.conversation);
  }

  /**
   * @param {{question: string, model?: string}} ask
   * @returns {Promise<void>} settles when the answer has ended, however it ended
   */
  async ask(ask) {
    if (this.answering) return;
    this.#set(asked(this.conversation, ask, this.#now()));
    await this.#run();
  }

  /** Asks the last question again. */
  async retry() {
    if (this.answering || this.conversation.turns.length === 0) return;
    this.#set(retried(this.conversation, this.#now()));
    await this.#run();
  }

  /** Leaves the answer where it is. Closing the connection is what tells the server to stop. */
  stop() {
    this.#hear({ type: 'cancelled' });
    this.#abort?.abort();
  }

  clear() {
    this.#abort?.abort();
    this.#set(cleared(this.conversation));
  }

  async #run() {
    const { id } = this.conversation;
    const { question, model } = this.conversation.turns.at(-1);
    const abort = new AbortController();
    this.#abort = abort;
    try {
      const events = openJsonStream(
        'api/chat',
        {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ message: question, conversation_id: id, model }),
          signal: abort.signal,
        },
        this.#fetch,
      );
      for await (const { value } of events) {
        if (abort.signal.aborted) return;
        this.#hear(value);
        if (!this.answering) return;
      }
      this.#change(closed);
    } catch (error) {
      if (abort.signal.aborted) return;
      if (!(error instanceof StreamFailure)) throw error;
      this.#fail(error.failure, id);
    }
  }

  #hear(event) {
    this.conversation = named(this.conversation, event);
    this.#change((answer) => hear(answer, event, this.#now()));
  }

  #fail(failure, conversationId) {
    if (failure.status === 404 && conversationId !== undefined) {
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
    this.conversation = conversation;
    this.#onChange();
  }
}
