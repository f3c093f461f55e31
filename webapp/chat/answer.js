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
 * @property {string} [model]
 * @property {string} [finishReason]
 * @property {number} [totalTokens]
 * @property {{input?: number, output?: number, reasoning?: number}} [usage]
 * @property {boolean} estimated whether the token figures are the server's guess
 * @property {import('../failure/failure.js').Failure} [failure]
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
  };
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
      return { ...answer, model: event.model };
    case 'delta':
      return { ...grown(answer, atMillis), text: answer.text + (event.chunk ?? '') };
    case 'reasoning':
      return { ...grown(answer, atMillis), reasoning: answer.reasoning + (event.chunk ?? '') };
    case 'follow_up':
      return { ...answer, followUps: [...answer.followUps, String(event.question)] };
    case 'complete':
      return completed(answer, event);
    case 'error':
      return failed(answer, failureOfEvent(event));
    case 'cancelled':
      return { ...answer, status: 'cancelled' };
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
 * The stream is over. Without a terminal event before it the answer was cut, whatever its text looks like.
 *
 * @param {Answer} answer
 * @returns {Answer}
 */
export function closed(answer) {
  return failed(answer, localFailure('connection_lost'));
}

function grown(answer, atMillis) {
  return {
    ...answer,
    status: 'streaming',
    firstTokenAtMillis: answer.firstTokenAtMillis ?? atMillis,
  };
}

function completed(answer, event) {
  return {
    ...answer,
    status: 'complete',
    model: event.model ?? answer.model,
    finishReason: event.finish_reason ?? undefined,
    totalTokens: event.token_usage ?? undefined,
    usage: event.usage ?? undefined,
    estimated: event.estimated === true,
  };
}
