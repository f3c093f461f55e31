import { isRunning } from './answer.js';

/**
 * What a screen reader is told of an answer: that it begins, and how it ended; the text is never read out as it
 * grows, nor is a line that is lost for a moment. A failure speaks for itself, as an alert. An answer that was
 * over before anybody looked is not news.
 */
export class Announcer {
  #heard = false;

  /**
   * @param {import('./answer.js').Answer|undefined} answer the last one
   * @returns {string} the key of a text, or empty
   */
  next(answer) {
    if (answer === undefined) {
      this.#heard = false;
      return '';
    }
    if (isRunning(answer)) {
      this.#heard = true;
      return 'status.answering';
    }
    if (!this.#heard || answer.failure !== undefined) return '';
    return answer.status === 'cancelled' ? 'status.stopped' : 'status.complete';
  }
}
