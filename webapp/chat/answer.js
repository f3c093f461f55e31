import { failureOfEvent, localFailure } from '../failure/failure.js';

/**
 * One answer as far as it has arrived.
 *
 * @typedef {object} Answer
 * @property {'waiting'|'streaming'|'complete'|'error'|'cancelled'} status
 * @property {string} text
 * @property {string} reasoning
 * @property {string[]} followUps
 * @property {number} askedAtMillis
 * @property {number} [firstTokenAtMillis]
 * @property {number} [endedAtMillis] when its end was heard
 * @property {boolean} [replayed] whether it was heard again, so that its times say nothing of the model's pace
 * @property {string} [streamId] the server's name for it, by which it can be resumed, stopped and replaced
 * @property {string} [model]
 * @property {string} [finishReason]
 * @property {number} [totalTokens]
 * @property {{input?: number, output?: number, reasoning?: number}} [usage]
 * @property {boolean} estimated whether the token figures are the server's guess
 * @property {import('../failure/failure.js').Failure} [failure]
 * @property {import('../streams/answer-stream.js').LineState} line how the server is connected
 * @property {boolean} stopping whether the reader has asked to stop, and the server not ended it yet
 * @property {boolean} stopUntold whether the answer was stopped here, but the server could not be told
 */

/**
 * @param {number} askedAtMillis
 * @returns {Answer}
 */
export function waitingAnswer(askedAtMillis) {
  return {
    status: 'waiting',
    text: '',
    reasoning: '',
    followUps: [],
    askedAtMillis,
    estimated: false,
    line: 'open',
    stopping: false,
    stopUntold: false,
  };
}

/**
 * An answer of which a part was kept is heard again from its beginning.
 *
 * @param {Answer} kept
 * @returns {Answer}
 */
export function replayed({ askedAtMillis, firstTokenAtMillis, stopping }) {
  return { ...waitingAnswer(askedAtMillis), firstTokenAtMillis, stopping, replayed: true };
}

/** @param {Answer} answer */
export function isRunning(answer) {
  return answer.status === 'waiting' || answer.status === 'streaming';
}

/**
 * The answer after one more event. The first terminal event wins: a finished answer hears nothing more.
 *
 * @param {Answer} answer
 * @param {any} event the parsed data of one event
 * @param {number} atMillis when it arrived
 * @returns {Answer}
 */
export function hear(answer, event, atMillis) {
  if (!isRunning(answer)) return answer;
  switch (event?.type) {
    case 'start':
      return { ...answer, model: event.model, streamId: event.stream_id ?? answer.streamId };
    case 'delta':
      return { ...grown(answer, atMillis), text: answer.text + (event.chunk ?? '') };
    case 'reasoning':
      return { ...grown(answer, atMillis), reasoning: answer.reasoning + (event.chunk ?? '') };
    case 'follow_up':
      return { ...answer, followUps: [...answer.followUps, String(event.question)] };
    case 'complete':
      return completed(answer, event, atMillis);
    case 'error':
      return failed(answer, failureOfEvent(event));
    case 'cancelled':
      // Who has not asked for that must be told why the text breaks off.
      return answer.stopping
        ? stopped(answer)
        : { ...answer, status: 'cancelled', failure: localFailure('ended_early') };
    default: // A newer server may say more than this page knows.
      return answer;
  }
}

/**
 * @param {Answer} answer
 * @param {import('../failure/failure.js').Failure} failure
 * @returns {Answer}
 */
export function failed(answer, failure) {
  return isRunning(answer) ? { ...answer, status: 'error', failure } : answer;
}

/**
 * The line to the server is lost, or found again.
 *
 * @param {Answer} answer
 * @param {import('../streams/answer-stream.js').LineState} line
 * @returns {Answer}
 */
export function connected(answer, line) {
  return isRunning(answer) && answer.line !== line ? { ...answer, line } : answer;
}

/**
 * An answer that was given up is followed again.
 *
 * @param {Answer} answer
 * @returns {Answer}
 */
export function resumed(answer) {
  const { failure, ...rest } = answer;
  return failure?.resumable === true
    ? { ...rest, status: answer.text === '' ? 'waiting' : 'streaming', line: 'resuming' }
    : answer;
}

/**
 * The reader has asked to stop.
 *
 * @param {Answer} answer
 * @returns {Answer}
 */
export function stopping(answer) {
  return isRunning(answer) ? { ...answer, stopping: true } : answer;
}

/**
 * The answer ends here because the reader wants it so.
 *
 * @param {Answer} answer
 * @param {{told?: boolean}} [server] whether the server knows
 * @returns {Answer}
 */
export function stopped(answer, { told = true } = {}) {
  return isRunning(answer) ? { ...answer, status: 'cancelled', stopUntold: !told } : answer;
}

/**
 * The server has nothing left to send: the answer has ended, and everything of it is here. How it ended is
 * not known.
 *
 * @param {Answer} answer
 * @returns {Answer}
 */
export function ended(answer) {
  if (!isRunning(answer)) return answer;
  return answer.stopping ? stopped(answer) : { ...answer, status: 'complete' };
}

function grown(answer, atMillis) {
  return {
    ...answer,
    status: 'streaming',
    firstTokenAtMillis: answer.firstTokenAtMillis ?? atMillis,
  };
}

function completed(answer, event, atMillis) {
  return {
    ...answer,
    status: 'complete',
    endedAtMillis: atMillis,
    model: event.model ?? answer.model,
    finishReason: event.finish_reason ?? undefined,
    totalTokens: event.token_usage ?? undefined,
    usage: event.usage ?? undefined,
    estimated: event.estimated === true,
  };
}
