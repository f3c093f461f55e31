import { isRunning, waitingAnswer } from './answer.js';

/**
 * @typedef {object} Turn
 * @property {number} id never used twice, also not after the conversation was cleared
 * @property {string} question
 * @property {string} [model] the model asked for; the server's choice when left out
 * @property {string} [replaces] the stream whose exchange, with all that followed, this one takes the place of
 * @property {import('./answer.js').Answer} answer
 *
 * @typedef {object} Conversation
 * @property {string} [id] the server's name for it, known from the first answer on
 * @property {Turn[]} turns
 * @property {number} turnsEver
 */

/** @type {Conversation} */
export const emptyConversation = { id: undefined, turns: [], turnsEver: 0 };

/**
 * @typedef {object} Ask
 * @property {string} question
 * @property {string} [model]
 * @property {string} [replaces]
 *
 * @param {Conversation} conversation
 * @param {Ask} ask
 * @param {number} atMillis
 * @returns {Conversation}
 */
export function asked(conversation, { question, model, replaces }, atMillis) {
  const turnsEver = conversation.turnsEver + 1;
  const turn = { id: turnsEver, question, model, replaces, answer: waitingAnswer(atMillis) };
  return { ...conversation, turnsEver, turns: [...conversation.turns, turn] };
}

/**
 * The last question is asked again: its new answer takes the place of the failed one.
 *
 * @param {Conversation} conversation
 * @param {number} atMillis
 * @returns {Conversation}
 */
export function retried(conversation, atMillis) {
  const last = conversation.turns.at(-1);
  if (last === undefined) return conversation;
  const turn = { ...last, replaces: last.answer.streamId ?? last.replaces, answer: waitingAnswer(atMillis) };
  return { ...conversation, turns: [...conversation.turns.slice(0, -1), turn] };
}

/**
 * What came before a turn: the turn itself and all after it are to be replaced.
 *
 * @param {Conversation} conversation
 * @param {number} turnId
 * @returns {Conversation}
 */
export function before(conversation, turnId) {
  const index = conversation.turns.findIndex(({ id }) => id === turnId);
  return index === -1 ? conversation : { ...conversation, turns: conversation.turns.slice(0, index) };
}

/**
 * @param {Conversation} conversation
 * @param {(answer: import('./answer.js').Answer) => import('./answer.js').Answer} change
 * @returns {Conversation}
 */
export function withLastAnswer(conversation, change) {
  const last = conversation.turns.at(-1);
  if (last === undefined) return conversation;
  const answer = change(last.answer);
  if (answer === last.answer) return conversation;
  return { ...conversation, turns: [...conversation.turns.slice(0, -1), { ...last, answer }] };
}

/**
 * The server names the conversation in the start event, and again in the complete event.
 *
 * @param {Conversation} conversation
 * @param {any} event
 * @returns {Conversation}
 */
export function named(conversation, event) {
  const id = event?.conversation_id;
  return typeof id === 'string' && id !== conversation.id ? { ...conversation, id } : conversation;
}

/**
 * Nothing is left but the count, so that a new turn is never taken for an old one.
 *
 * @param {Conversation} conversation
 * @returns {Conversation}
 */
export function cleared(conversation) {
  return { ...emptyConversation, turnsEver: conversation.turnsEver };
}

/** @param {Conversation} conversation */
export function isAnswering(conversation) {
  const last = conversation.turns.at(-1);
  return last !== undefined && isRunning(last.answer);
}
