/**
 * One text that this tab keeps over a reload, and for this page alone: another Runnel may live below
 * another path of the same server. Where the browser allows no storage, or has no room, nothing is kept.
 */
export class TabStorage {
  #name;
  #storage;

  /**
   * @param {string} name
   * @param {object} [browser]
   * @param {() => Storage} [browser.storage] may throw
   * @param {string} [browser.path] where the page lives
   */
  constructor(
    name,
    { storage = () => sessionStorage, path = new URL('.', document.baseURI).pathname } = {},
  ) {
    this.#name = `${name}:${path}`;
    this.#storage = storage;
  }

  /** @returns {string|undefined} */
  read() {
    try {
      return this.#storage().getItem(this.#name) ?? undefined;
    } catch {
      return undefined;
    }
  }

  /** @param {string|undefined} text undefined to keep nothing */
  write(text) {
    if (text === undefined) {
      this.#remove();
      return;
    }
    try {
      this.#storage().setItem(this.#name, text);
    } catch {
      // What is there is out of date: nothing is better.
      this.#remove();
    }
  }

  #remove() {
    try {
      this.#storage().removeItem(this.#name);
    } catch {
      // Without storage there is nothing to remove.
    }
  }
}
