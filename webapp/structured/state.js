import { failureOfEvent, localFailure } from '../failure/failure.js';
import { DocumentFold } from './fold.js';
import { tokensOf } from './pointer.js';

/**
 * @typedef {'idle'|'waiting'|'streaming'|'end'|'error'|'cancelled'} Phase
 * @typedef {import('../failure/failure.js').Failure} Failure
 *
 * @typedef {object} Violation where the document breaks its schema
 * @property {string} path a JSON Pointer
 * @property {string[]} tokens its reference tokens
 * @property {string} message
 */

/**
 * One run of structured output: events in, what the page shows out. No DOM. The first terminal event
 * wins; what comes after it is not heard.
 */
export class StructuredRun {
  /** @type {Phase} */
  phase = 'idle';
  /** The server's own words for where it is. */
  message = '';
  /** The reference tokens of the value that is being written. @type {string[]|undefined} */
  writing = undefined;
  reasoning = '';
  /** @type {boolean|undefined} undefined as long as, or if, the server does not say */
  valid = undefined;
  /** A new array whenever it has changed. @type {readonly Violation[]} */
  violations = [];
  /** @type {any} */
  usage = undefined;
  /** Whether the usage is the server's guess. */
  estimated = false;
  /** @type {Failure|undefined} */
  failure = undefined;
  /** How the server is connected. @type {import('../streams/answer-stream.js').LineState} */
  line = 'open';
  /** The reader has asked to stop, and the server has not ended it yet. */
  stopping = false;
  /** It was stopped here, but the server could not be told. */
  stopUntold = false;
  #fold = new DocumentFold();

  /** The document so far; undefined before its first chunk. @type {import('./json.js').JsonNode|undefined} */
  get document() {
    return this.#fold.value;
  }

  get running() {
    return this.phase === 'waiting' || this.phase === 'streaming';
  }

  /** The request is on its way. */
  begin() {
    this.phase = 'waiting';
  }

  /** @param {import('../eventstream/open.js').JsonEvent} event */
  hear({ value: event, raw }) {
    if (!this.running) return;
    switch (event?.status) {
      case 'start':
        this.message = event.message ?? '';
        break;
      case 'chunk':
        this.phase = 'streaming';
        this.#write(raw);
        break;
      case 'reasoning':
        this.phase = 'streaming';
        this.reasoning += event.chunk ?? '';
        break;
      case 'violation':
        this.violations = [...this.violations, violationOf(event)];
        break;
      case 'end':
        this.#finish('end', event.message);
        this.valid = event.valid;
        this.violations = event.violations?.map(violationOf) ?? this.violations;
        this.usage = event.usage;
        this.estimated = event.estimated === true;
        break;
      case 'error':
        this.fail(failureOfEvent(event));
        break;
      case 'cancelled':
        // Who has not asked for that must be told why the document breaks off.
        if (!this.stopping) this.failure = localFailure('ended_early');
        this.#finish('cancelled', event.message);
        break;
      default: // A newer server may say more than this page knows.
    }
  }

  /**
   * The run ends here because the reader wants it so.
   *
   * @param {{told?: boolean}} [server] whether the server knows
   */
  stop({ told = true } = {}) {
    if (!this.running) return;
    this.#finish('cancelled', '');
    this.stopUntold = !told;
  }

  /** @param {Failure} failure */
  fail(failure) {
    if (!this.running) return;
    this.#finish('error', '');
    this.failure = failure;
  }

  /** A run that was given up is followed again. */
  resume() {
    if (this.failure?.resumable !== true) return;
    this.failure = undefined;
    this.phase = this.document === undefined ? 'waiting' : 'streaming';
    this.line = 'resuming';
  }

  /** The server has nothing left to send: the run has ended, how is not known. */
  close() {
    if (this.running) this.#finish(this.stopping ? 'cancelled' : 'end', '');
  }

  #write(raw) {
    try {
      this.writing = this.#fold.apply(raw);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.fail(localFailure('malformed_event'));
    }
  }

  #finish(phase, message) {
    this.phase = phase;
    this.message = message ?? '';
    this.writing = undefined;
  }
}

/** A violation whose place cannot be read is one of the whole document. @returns {Violation} */
function violationOf({ path, message }) {
  const pointer = String(path ?? '');
  const tokens = pointer.startsWith('/') ? tokensOf(pointer) : [];
  return { path: pointer, tokens, message: String(message ?? '') };
}
