import { millisOf } from './time.js';

/** @typedef {import('./conversations-api.js').Summary} Summary */

/** Long enough to tell one from another. */
const MAX_TITLE_CHARS = 80;

/**
 * The reader's conversations, those that were used last first: as the server lists them, or, for a caller to
 * whom it lists none, those that this browser began. No DOM.
 */
export class ConversationList {
  /** @type {Summary[]} */
  entries = [];
  #api;
  #remembered;
  #listed = false;
  #onChange;

  /**
   * @param {object} parts
   * @param {import('./conversations-api.js').ConversationsApi} parts.api
   * @param {import('./remembered.js').RememberedConversations} parts.remembered
   * @param {() => void} parts.onChange
   */
  constructor({ api, remembered, onChange }) {
    this.#api = api;
    this.#remembered = remembered;
    this.#onChange = onChange;
  }

  /** @param {string|undefined} id */
  titleOf(id) {
    return this.entries.find((entry) => entry.id === id)?.title;
  }

  /** Asks the server for the list. @param {AbortSignal} [signal] */
  async refresh(signal) {
    const listed = await this.#api.list(signal);
    this.#listed = listed !== undefined;
    this.#set(sorted(listed ?? this.#remembered.read()));
  }

  /**
   * A conversation was used. One that is new here is called by its first question until the server names it.
   *
   * @param {{id: string, question: string, atMillis: number}} use
   */
  used({ id, question, atMillis }) {
    const known = this.#known().find((entry) => entry.id === id);
    const entry = known ?? { id, title: titleFrom(question), created: atMillis };
    this.#put({ ...entry, updated: atMillis });
  }

  /** @param {string} id @param {string} title */
  async rename(id, title) {
    const known = this.entries.find((entry) => entry.id === id);
    await this.#api.rename(id, title);
    if (known !== undefined) this.#put({ ...known, title });
  }

  /** @param {string} id */
  async remove(id) {
    await this.#api.remove(id);
    this.forget(id);
  }

  /** The server does not have it any more. @param {string} id */
  forget(id) {
    this.#save(this.#known().filter((entry) => entry.id !== id));
  }

  /** Another tab of this browser may have remembered more since. */
  #known() {
    return this.#listed ? this.entries : this.#remembered.read();
  }

  #put(entry) {
    this.#save(sorted([entry, ...this.#known().filter(({ id }) => id !== entry.id)]));
  }

  #save(entries) {
    if (!this.#listed) this.#remembered.write(entries);
    this.#set(entries);
  }

  #set(entries) {
    this.entries = entries;
    this.#onChange();
  }
}

function sorted(entries) {
  return [...entries].sort((one, other) => usedAt(other) - usedAt(one));
}

function usedAt({ updated, created }) {
  return millisOf(updated) ?? millisOf(created) ?? 0;
}

function titleFrom(question) {
  return [...question.replace(/\s+/g, ' ').trim()].slice(0, MAX_TITLE_CHARS).join('');
}
