import { eventStream } from './streams.js';

/** So many turns of the event loop without anything to do, and only the passing of time can help. */
const IDLE_TURNS = 5;

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Waits for a condition, one turn of the event loop after the other. */
export async function until(condition) {
  while (!condition()) await turn();
}

/** A browser whose time passes only when it is told to. */
export class SimulatedPlatform {
  isOnline = true;
  millis = 1_000_000;
  /** Those that wait, each until its time. @type {Set<{at: number, settle: () => void}>} */
  #waiting = new Set();
  fetch;

  /** @param {typeof fetch} fetch */
  constructor(fetch) {
    this.fetch = fetch;
  }

  now = () => this.millis;
  random = () => 0.5;
  online = () => this.isOnline;

  pause = (millis, signal) =>
    new Promise((resolve) => {
      const wait = {
        at: this.millis + millis,
        settle: () => {
          this.#waiting.delete(wait);
          resolve();
        },
      };
      this.#waiting.add(wait);
      if (signal.aborted) wait.settle();
      else signal.addEventListener('abort', wait.settle, { once: true });
    });

  /** Everything is done that can be done without time passing. */
  async idle() {
    for (let turns = 0; turns < IDLE_TURNS; turns++) await turn();
  }

  /** Time passes until the next of those that wait has its turn. */
  async next() {
    await this.idle();
    const next = [...this.#waiting].sort((a, b) => a.at - b.at)[0];
    if (next === undefined) throw new Error('Nobody waits for time to pass');
    this.millis = Math.max(this.millis, next.at);
    next.settle();
  }

  /** @template T @param {Promise<T>} work @returns {Promise<T>} time passes as long as the work needs it */
  async through(work) {
    let settled = false;
    const end = () => (settled = true);
    work.then(end, end);
    for (;;) {
      await this.idle();
      if (settled) return work;
      await this.next();
    }
  }
}

/**
 * A server with one stream, whose log is complete from the beginning; each connection can be cut anywhere.
 * What it was asked is kept.
 */
export class LogServer {
  static STREAM = 'abc-_123';

  /** @type {{method: string, url: string, headers: Record<string, string>, body?: any}[]} */
  requests = [];
  /** What happens to the next connections: each answers one request, and then the log does. */
  faults;
  #frames;
  /** @type {Set<string>} */
  #keys = new Set();

  /**
   * @param {object[]} events the log; the first has position 1
   * @param {((init: RequestInit) => Response)[]} [faults] by `cutAfter`, `unreachable` and so on
   */
  constructor(events, faults = []) {
    this.#frames = events.map((event, index) => framed(event, index + 1));
    this.faults = faults;
  }

  /** How many answers were begun, that is, bought. */
  get begun() {
    return this.#keys.size;
  }

  fetch = async (url, init) => {
    const { method = 'GET', headers, body } = init;
    this.requests.push({ method, url, headers, body: body && JSON.parse(body) });
    const fault = this.faults.shift();
    if (fault === unseen) throw new TypeError('fetch failed');
    if (method === 'POST') this.#keys.add(headers['Idempotency-Key']);
    const after = this.#positionAfter(headers?.['Last-Event-ID']);
    const frames = this.#frames.slice(after);
    if (fault !== undefined) return fault({ frames, init });
    if (method === 'DELETE') return Response.json({ ended: 'cancelled' });
    if (frames.length === 0) return new Response(null, { status: 204 });
    return streamed(frames);
  };

  #positionAfter(id) {
    if (id === undefined) return 0;
    const [stream, position] = id.split('.');
    if (stream !== LogServer.STREAM) throw new Error(`No stream of that name: ${id}`);
    return Number(position);
  }
}

/** The request does not even arrive. */
export function unseen() {}

/** The request arrives, and the connection breaks before the reply. */
export const unanswered = () => {
  throw new TypeError('fetch failed');
};

/** The body breaks, or just ends, after so many bytes. */
export function cutAfter(bytes, { silently = false } = {}) {
  return ({ frames }) => {
    const body = new TextEncoder().encode(frames.join('')).slice(0, bytes);
    return streamed([body], silently ? {} : { error: new TypeError('terminated') });
  };
}

/** After so many events nothing comes any more, and the connection stays open. */
export function silentAfter(events) {
  return ({ frames, init }) =>
    streamed(frames.slice(0, events), { open: true, signal: init.signal });
}

/** Nothing comes, not even the headers. */
export const stalled = ({ init }) =>
  new Promise((_, reject) => {
    init.signal.addEventListener('abort', () => reject(init.signal.reason));
  });

/** A refusal as a problem document. */
export function refused(status, { detail, retryAfter } = {}) {
  const headers = { 'Content-Type': 'application/problem+json' };
  if (retryAfter !== undefined) headers['Retry-After'] = String(retryAfter);
  return () => new Response(JSON.stringify({ status, detail }), { status, headers });
}

/** Other events than those of the log. */
export function sending(...frames) {
  return ({ init }) => streamed(frames, { open: true, signal: init.signal });
}

/** @param {object} event @param {number} position */
export function framed(event, position) {
  return `id: ${LogServer.STREAM}.${position}\ndata: ${JSON.stringify(event)}\n\n`;
}

function streamed(chunks, how) {
  const response = eventStream(chunks, how);
  response.headers.set('X-Stream-Id', LogServer.STREAM);
  return response;
}
