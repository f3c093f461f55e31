import { ConversationList } from '../conversations/conversation-list.js';
import { ConversationsApi } from '../conversations/conversations-api.js';
import { StreamFailure } from '../failure/failure.js';
import { isRunning } from './answer.js';
import { conversationOf } from './history.js';
import { keptFrom, keptText } from './kept.js';
import { ChatSession } from './session.js';

/** So many answers may be written in conversations that are not on the page; of more, the oldest is left alone. */
export const MAX_BACKGROUND = 4;

/**
 * A reader's conversations with one server: the one on the page, those in which an answer is still being
 * written, and the list of all. No DOM.
 */
export class Workspace {
  /** @type {ChatSession} the conversation on the page */
  session;
  #platform;
  #storage;
  #api;
  #list;
  #onChange;
  #onNews;
  /** Answers that go on although their conversation is not on the page. @type {Set<ChatSession>} */
  #background = new Set();
  /** Where each session's last answer was when it was last looked at. @type {WeakMap<ChatSession, object>} */
  #seen = new WeakMap();
  #asking = new AbortController();

  /**
   * @param {object} parts
   * @param {import('../streams/platform.js').Platform} parts.platform
   * @param {import('../page/tab-storage.js').TabStorage} parts.storage what a reload of the page leaves
   * @param {import('../conversations/remembered.js').RememberedConversations} parts.remembered
   * @param {() => void} parts.onChange called after every change of what is shown
   * @param {(news: News) => void} parts.onNews
   *
   * @typedef {{type: 'start'|'complete'|'cancelled'|'error', conversationId?: string,
   *   turn: import('./conversation.js').Turn}} News of an answer, whether or not it is on the page
   */
  constructor({ platform, storage, remembered, onChange, onNews }) {
    this.#platform = platform;
    this.#storage = storage;
    this.#onChange = onChange;
    this.#onNews = onNews;
    this.#api = new ConversationsApi(platform);
    this.#list = new ConversationList({ api: this.#api, remembered, onChange });
    this.session = this.#newSession();
  }

  get conversation() {
    return this.session.conversation;
  }

  get conversations() {
    return this.#list.entries;
  }

  /** What the conversation on the page is called; undefined as long as nothing is said in it. */
  get title() {
    const { id, turns } = this.conversation;
    return this.#list.titleOf(id) ?? turns[0]?.question;
  }

  /** @param {string} id whether an answer is being written in that conversation */
  isAnswering(id) {
    return this.#sessions().some((session) => session.conversation.id === id && session.answering);
  }

  /** Goes on where this tab was left. */
  resume() {
    const kept = this.conversation.turns.length > 0 ? this.session.kept : keptFrom(this.#storage.read());
    if (kept !== undefined) this.#restore(this.session, kept);
    for (const session of this.#background) this.#restore(session, session.kept);
  }

  /** Nobody looks any more: nothing is asked or heard until {@link resume}. */
  leave() {
    this.keep();
    this.#asking.abort();
    for (const session of this.#sessions()) session.leave();
  }

  keep() {
    this.#storage.write(keptText(this.session.kept));
  }

  /** @param {{networkChanged: boolean}} news */
  wake(news) {
    for (const session of this.#sessions()) session.wake(news);
  }

  /** Asks the server for the list of conversations. @throws {StreamFailure} */
  async refresh() {
    await this.#asked((signal) => this.#list.refresh(signal));
  }

  /** An empty conversation comes on the page; an answer of the one that was there goes on. */
  begin() {
    this.#show(this.#newSession());
  }

  /**
   * Another conversation comes on the page.
   *
   * @param {string} id
   * @throws {StreamFailure} when the server does not give it; the one on the page then stays
   */
  async open(id) {
    if (id === this.conversation.id) return;
    const running = [...this.#background].find(({ conversation }) => conversation.id === id);
    if (running !== undefined) {
      this.#show(running);
      return;
    }
    const before = this.session;
    const remembered = await this.#asked((signal) => this.#api.get(id, signal)).catch((error) => {
      if (error instanceof StreamFailure && error.failure.status === 404) this.#list.forget(id);
      throw error;
    });
    // The reader may have gone on meanwhile.
    if (remembered === undefined || this.session !== before) return;
    const session = this.#newSession();
    const conversation = conversationOf(remembered);
    const live = conversation.turns.at(-1)?.answer;
    const stream =
      live !== undefined && isRunning(live)
        ? { id: live.streamId, key: '', atMillis: this.#platform.now() }
        : undefined;
    this.#show(session, { conversation, stream });
  }

  /** @param {string} id @param {string} title @throws {StreamFailure} */
  async rename(id, title) {
    await this.#list.rename(id, title);
  }

  /** @param {string} id @throws {StreamFailure} */
  async remove(id) {
    await this.#list.remove(id);
    for (const session of this.#background) {
      if (session.conversation.id !== id) continue;
      this.#background.delete(session);
      session.clear();
    }
    if (this.conversation.id !== id) return;
    this.session.clear();
    this.begin();
  }

  async #asked(ask) {
    if (this.#asking.signal.aborted) this.#asking = new AbortController();
    const { signal } = this.#asking;
    try {
      return await ask(signal);
    } catch (error) {
      if (signal.aborted) return undefined;
      throw error;
    }
  }

  #sessions() {
    return [this.session, ...this.#background];
  }

  #newSession() {
    const onChange = () => this.#changed(session);
    const session = new ChatSession({ onChange, platform: this.#platform });
    return session;
  }

  #show(session, kept) {
    const before = this.session;
    this.#background.delete(session);
    if (before.answering) this.#background.add(before);
    if (this.#background.size > MAX_BACKGROUND) {
      const [oldest] = this.#background;
      this.#background.delete(oldest);
      oldest.leave();
    }
    this.session = session;
    if (kept !== undefined) this.#restore(session, kept);
    // At once: what has left the page must not come back by a reload.
    this.keep();
    this.#onChange();
  }

  #changed(session) {
    const turn = session.conversation.turns.at(-1);
    if (turn !== undefined) this.#tell(session, turn);
    if (!session.answering) this.#background.delete(session);
    if (session === this.session) this.#onChange();
  }

  #restore(session, kept) {
    const turn = kept.conversation.turns.at(-1);
    if (turn !== undefined && !isRunning(turn.answer)) this.#note(session, turn, { ended: true });
    session.restore(kept);
  }

  #note(session, { id: turnId, answer: { askedAtMillis } }, { ended }) {
    this.#seen.set(session, { turnId, askedAtMillis, ended });
  }

  /** Each answer that is seen to begin is told of once, and once when it ends. */
  #tell(session, turn) {
    const { answer } = turn;
    const seen = this.#seen.get(session);
    const { id: conversationId } = session.conversation;
    const begun = seen !== undefined && seen.turnId === turn.id && seen.askedAtMillis === answer.askedAtMillis;
    if (isRunning(answer)) {
      if (!begun && (answer.streamId === undefined || conversationId === undefined)) return;
      if (begun && !seen.ended) return;
      this.#note(session, turn, { ended: false });
      if (begun) return;
      this.#use(conversationId, turn);
      this.#onNews({ type: 'start', conversationId, turn });
      return;
    }
    if (begun ? seen.ended : answer.failure === undefined) return;
    this.#note(session, turn, { ended: true });
    if (conversationId !== undefined) this.#use(conversationId, turn);
    const type = answer.failure === undefined ? answer.status : 'error';
    this.#onNews({ type, conversationId, turn });
  }

  #use(id, turn) {
    this.#list.used({ id, question: turn.question, atMillis: this.#platform.now() });
  }
}
