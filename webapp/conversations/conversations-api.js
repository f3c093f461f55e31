import { StreamFailure, failureOfResponse, localFailure } from '../failure/failure.js';

/**
 * @typedef {object} Summary of a conversation
 * @property {string} id
 * @property {string} title
 * @property {number|string} [created]
 * @property {number|string} [updated]
 */

/** The caller's conversations, as the server has them. What goes wrong rises as a {@link StreamFailure}. */
export class ConversationsApi {
  #fetch;

  /** @param {{fetch: typeof fetch}} platform */
  constructor({ fetch }) {
    this.#fetch = fetch;
  }

  /**
   * @param {AbortSignal} [signal]
   * @returns {Promise<Summary[]|undefined>} undefined when this caller may not list them: who knows no other
   *   way than an id sees only what the id names
   */
  async list(signal) {
    try {
      const { conversations } = await this.#ask('api/conversations', { signal });
      return conversations;
    } catch (error) {
      if (error instanceof StreamFailure && error.failure.status === 403) return undefined;
      throw error;
    }
  }

  /** @param {string} id @param {AbortSignal} [signal] */
  async get(id, signal) {
    return this.#ask(addressOf(id), { signal });
  }

  /** @param {string} id @param {string} title */
  async rename(id, title) {
    const headers = { 'Content-Type': 'application/json' };
    await this.#ask(addressOf(id), { method: 'PATCH', headers, body: JSON.stringify({ title }) });
  }

  /** @param {string} id one that is gone already is gone */
  async remove(id) {
    try {
      await this.#ask(addressOf(id), { method: 'DELETE' });
    } catch (error) {
      if (!(error instanceof StreamFailure) || error.failure.status !== 404) throw error;
    }
  }

  async #ask(url, init) {
    let response;
    try {
      response = await this.#fetch(url, {
        cache: 'no-store',
        ...init,
        headers: { Accept: 'application/json', ...init.headers },
      });
    } catch (cause) {
      if (init.signal?.aborted) throw cause;
      throw new StreamFailure(localFailure('network'), { cause });
    }
    if (!response.ok) throw new StreamFailure(await failureOfResponse(response));
    if (response.status === 204) return undefined;
    try {
      return await response.json();
    } catch (cause) {
      if (init.signal?.aborted) throw cause;
      throw new StreamFailure(localFailure('malformed_event'), { cause });
    }
  }
}

function addressOf(id) {
  return `api/conversations/${encodeURIComponent(id)}`;
}
