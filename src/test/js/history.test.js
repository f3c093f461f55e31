import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conversationOf } from '../../../webapp/chat/history.js';

const user = (content) => ({ role: 'user', content, created: '2026-11-21T10:00:00Z' });
const assistant = (content, stream) => ({ role: 'assistant', content, created: 5, stream_id: stream });

const shown = ({ turns }) => turns.map(({ question, answer }) => [question, answer.text, answer.status]);

test('questions and answers become turns', () => {
  const messages = [user('a'), assistant('A', 's1'), user('b'), assistant('B')];
  const conversation = conversationOf({ id: 'c', messages });
  assert.deepEqual(shown(conversation), [['a', 'A', 'complete'], ['b', 'B', 'complete']]);
  assert.equal(conversation.id, 'c');
  assert.equal(conversation.turnsEver, 2);
  assert.equal(conversation.turns[0].answer.streamId, 's1');
  assert.equal(conversation.turns[0].answer.askedAtMillis, Date.parse('2026-11-21T10:00:00Z'));
});

test('the answer that is being written is waited for', () => {
  const live = { stream_id: 's2' };
  const { turns } = conversationOf({ id: 'c', messages: [user('a'), assistant('A'), user('b')], live });
  assert.deepEqual(shown({ turns }).at(-1), ['b', '', 'waiting']);
  assert.equal(turns.at(-1).answer.streamId, 's2');
});

test('a question without an answer, and an answer without a question, are shown as they are', () => {
  const conversation = conversationOf({ id: 'c', messages: [assistant('A'), user('b')] });
  assert.deepEqual(shown(conversation), [['', 'A', 'complete'], ['b', '', 'complete']]);
});

test('an answer that is not whole, and a question that got no word, say how they ended', () => {
  const conversation = conversationOf({
    id: 'c',
    messages: [
      user('a'),
      { ...assistant('half', 's1'), ended: 'cancelled' },
      { ...user('b'), stream_id: 's2', ended: 'error' },
    ],
  });
  assert.deepEqual(shown(conversation), [['a', 'half', 'cancelled'], ['b', '', 'error']]);
  const { answer } = conversation.turns[1];
  assert.equal(answer.streamId, 's2');
  assert.equal(answer.failure.retryable, true);
});

test('an empty conversation has no turns', () => {
  assert.deepEqual(conversationOf({ id: 'c', messages: [] }).turns, []);
});
