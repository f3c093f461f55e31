import { millisOf } from '../conversations/time.js';
import { localFailure } from '../failure/failure.js';
import { waitingAnswer } from './answer.js';
import { emptyConversation } from './conversation.js';

/**
 * @typedef {object} Message as the server remembers it
 * @property {'user'|'assistant'} role
 * @property {string} content
 * @property {number|string} [created] when it was said
 * @property {string} [stream_id] the stream of the answer; the question has it too
 * @property {'cancelled'|'error'} [ended] of an answer that is not whole, or of a question that got no word
 */

/**
 * A conversation as the server remembers it, in the form in which it is shown.
 *
 * @param {object} remembered
 * @param {string} remembered.id
 * @param {Message[]} remembered.messages oldest first
 * @param {{stream_id: string}} [remembered.live] the answer that is being written
 * @returns {import('./conversation.js').Conversation} of which the last answer is waited for, if one is live
 */
export function conversationOf({ id, messages, live }) {
  /** @type {import('./conversation.js').Turn[]} */
  const turns = [];
  const open = (question, created) => {
    const answer = { ...waitingAnswer(millisOf(created) ?? 0), status: /** @type {const} */ ('complete') };
    turns.push({ id: turns.length + 1, question, answer });
  };
  const hear = ({ stream_id: streamId, ended }, change) => {
    const turn = turns.at(-1);
    turn.answer = { ...turn.answer, ...endOf(ended), ...(streamId === undefined ? {} : { streamId }), ...change };
  };
  let answered = true;
  for (const message of messages) {
    const { role, content, created } = message;
    const isQuestion = role === 'user';
    if (isQuestion || answered) open(isQuestion ? content : '', created);
    answered = !isQuestion;
    hear(message, isQuestion ? {} : { text: content });
  }
  if (live !== undefined && !answered) hear(live, { status: 'waiting' });
  return { ...emptyConversation, id, turns, turnsEver: turns.length };
}

function endOf(ended) {
  if (ended === 'cancelled') return { status: 'cancelled' };
  // Why it failed was told to who saw it; here it is only known that it did.
  return ended === 'error' ? { status: 'error', failure: localFailure('ended_early') } : {};
}
