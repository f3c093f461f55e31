import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hear, waitingAnswer } from '../../../webapp/chat/answer.js';
import { asked, emptyConversation, withLastAnswer } from '../../../webapp/chat/conversation.js';
import { keptFrom, keptText } from '../../../webapp/chat/kept.js';

function conversationOf(...texts) {
  return texts.reduce((conversation, chunk, index) => {
    const next = asked(conversation, { question: `q${index}` }, 0);
    return withLastAnswer(next, (answer) =>
      hear(hear(answer, { type: 'delta', chunk }, 1), { type: 'complete', token_usage: 7 }, 2),
    );
  }, { ...emptyConversation, id: 'c' });
}

test('a conversation is the same after it was kept', () => {
  const conversation = conversationOf('科技', 'b\u2028"\\');
  const stream = { id: 's', key: 'k', atMillis: 5 };
  const kept = keptFrom(keptText({ conversation, stream }));
  assert.deepEqual(JSON.parse(JSON.stringify(kept.conversation)), JSON.parse(JSON.stringify(conversation)));
  assert.deepEqual(kept.stream, stream);
});

test('of a long conversation the last turns are kept', () => {
  const conversation = conversationOf('a'.repeat(1000), 'b'.repeat(1000), 'c'.repeat(1000));
  const text = keptText({ conversation }, { maxChars: 3000 });
  assert.ok(text.length < 3200);
  const { turns, turnsEver } = keptFrom(text).conversation;
  assert.deepEqual(turns.map(({ question }) => question), ['q1', 'q2']);
  assert.equal(turnsEver, 3);
});

test('nothing is kept of an empty conversation, nor of a turn that is too long', () => {
  assert.equal(keptText({ conversation: emptyConversation }), undefined);
  assert.equal(keptText({ conversation: conversationOf('a'.repeat(1000)) }, { maxChars: 1000 }), undefined);
});

test('a line that was lost on another page is not lost on this one', () => {
  const lost = withLastAnswer(asked(emptyConversation, { question: 'q' }, 0), () => ({
    ...waitingAnswer(0),
    line: 'resuming',
  }));
  assert.equal(keptFrom(keptText({ conversation: lost })).conversation.turns[0].answer.line, 'open');
});

test('what this page did not write is not shown', () => {
  const good = keptText({ conversation: conversationOf('a') });
  assert.notEqual(keptFrom(good), undefined);
  const broken = [
    undefined,
    '',
    '{',
    'null',
    '[]',
    '{"version":1}',
    '{"version":1,"turns":[]}',
    '{"version":1,"turns":[null]}',
    good.replace('"version":1', '"version":2'),
    good.replace('"complete"', '"done"'),
    good.replace('"text":"a"', '"text":1'),
    good.replace('"followUps":[]', '"followUps":{}'),
  ];
  for (const text of broken) assert.equal(keptFrom(text), undefined, text);
});
