import { waitMillis } from './waits.js';

/** @typedef {import('./platform.js').Platform} Platform */

/** The server sends a comment every 1.25 seconds by default: after so long a silence the line is dead. */
export const SILENCE_MILLIS = 30_000;

/** The same for a page that was away: most often its line was cut, and nobody told the browser. */
export const SILENCE_AT_WAKE_MILLIS = 5_000;

/** The server has no room now, or is being restarted. With any other status it has said no. */
export const PASSING_STATUSES = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * How to stay connected: one connection after the other, each cut when it is dead, with rests between them that
 * grow while nothing comes. What is asked and heard, and whether another try helps, is its owner's.
 */
export class Line {
  #platform;
  #tries = 0;
  #lastBytesAtMillis = 0;
  #left = new AbortController();
  /** Cuts the connection that is open or being opened. */
  #connection = new AbortController();
  /** Ends the wait before the next try. */
  #rest = new AbortController();

  /** @param {Platform} platform */
  constructor(platform) {
    this.#platform = platform;
  }

  /** Aborted when nobody listens any more. */
  get left() {
    return this.#left.signal;
  }

  /** The tries in a row that brought nothing new. */
  get tries() {
    return this.#tries;
  }

  /** Something new has come, or another beginning is made: the next wait is a short one. */
  forgetTries() {
    this.#tries = 0;
  }

  /**
   * A connection begins. It is watched until it is aborted, which whoever opens it does at its end.
   *
   * @returns {AbortController}
   */
  open() {
    const connection = (this.#connection = new AbortController());
    this.noteBytes();
    this.#watch(connection);
    return connection;
  }

  /** Something has come, be it a comment. */
  noteBytes() {
    this.#lastBytesAtMillis = this.#platform.now();
  }

  /** Looks after the line at once instead of at the next occasion: ends a rest, cuts what is most often dead. */
  wake({ networkChanged }) {
    this.forgetTries();
    this.#rest.abort();
    const silentMillis = this.#platform.now() - this.#lastBytesAtMillis;
    if (networkChanged || silentMillis >= SILENCE_AT_WAKE_MILLIS) this.#connection.abort();
  }

  leave() {
    this.#left.abort();
    this.#rest.abort();
    this.#connection.abort();
  }

  /**
   * Waits before the next try, the longer the more there were.
   *
   * @param {{online: boolean, retryAfterSeconds?: number}} situation
   */
  async rest({ online, retryAfterSeconds }) {
    const { random, pause } = this.#platform;
    const millis = waitMillis({ tries: this.#tries, online, retryAfterSeconds, random });
    this.#tries++;
    this.#rest = new AbortController();
    await pause(millis, this.#rest.signal);
  }

  /** Cuts a connection on which nothing comes any more: some die without a word. */
  async #watch(connection) {
    while (!connection.signal.aborted) {
      const restMillis = this.#lastBytesAtMillis + SILENCE_MILLIS - this.#platform.now();
      if (restMillis <= 0) connection.abort();
      else await this.#platform.pause(restMillis, connection.signal);
    }
  }
}
