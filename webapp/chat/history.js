import { millisOf } from '../conversations/time.js';
import { waitingAnswer } from './answer.js';
import { emptyConversation } from './conversation.js';

/**
 * @typedef {object} Message as the server remembers it
 * @property {'user'|'assistant'} role
 * @property {string} content
 * @property {number|string} [created] when it was said
 * @property {string} [stream_id] of an answer: its stream
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
  let answered = true;
  for (const { role, content, created, stream_id: streamId } of messages) {
    if (role === 'user') {
      open(content, created);
      answered = false;
      continue;
    }
    if (answered) open('', created);
    answered = true;
    const turn = turns.at(-1);
    turn.answer = { ...turn.answer, text: content, streamId };
  }
  if (live !== undefined && !answered) {
    const turn = turns.at(-1);
    turn.answer = { ...turn.answer, status: 'waiting', streamId: live.stream_id };
  }
  return { ...emptyConversation, id, turns, turnsEver: turns.length };
}
