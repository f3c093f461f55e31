/** @typedef {import('./conversations-api.js').Summary} Summary */

/** So many are remembered; of more, those that were used last. */
export const MAX_REMEMBERED = 200;

/**
 * The conversations that this browser began with one server, for callers who may not ask it for a list.
 * Where the browser allows no storage, none is remembered.
 */
export class RememberedConversations {
  #name;
  #storage;

  /**
   * @param {string} base the server
   * @param {() => Storage} [storage] may throw
   */
  constructor(base, storage = () => localStorage) {
    this.#name = `runnel.conversations:${base}`;
    this.#storage = storage;
  }

  /** @returns {Summary[]} */
  read() {
    try {
      const kept = JSON.parse(this.#storage().getItem(this.#name) ?? '[]');
      return Array.isArray(kept) ? kept.filter(isSummary) : [];
    } catch {
      return []; // No storage, or what is there was not written here.
    }
  }

  /** @param {Summary[]} summaries those that were used last come first */
  write(summaries) {
    try {
      this.#storage().setItem(this.#name, JSON.stringify(summaries.slice(0, MAX_REMEMBERED)));
    } catch {
      // Without storage, or without room in it, nothing is remembered.
    }
  }
}

function isSummary(summary) {
  return typeof summary?.id === 'string' && typeof summary.title === 'string';
}
