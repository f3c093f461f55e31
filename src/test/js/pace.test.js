import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hear, replayed, waitingAnswer } from '../../../webapp/chat/answer.js';
import { paceOf } from '../../../webapp/chat/pace.js';

const complete = { type: 'complete', usage: { input: 5, output: 100 } };

function answered({ from = waitingAnswer(1_000), firstAt = 1_250, endAt = 3_250, end = complete } = {}) {
  return hear(hear(from, { type: 'delta', chunk: 'a' }, firstAt), end, endAt);
}

test('counts from the question to the first token, and from there to the end', () => {
  assert.deepEqual(paceOf(answered()), { firstTokenMillis: 250, tokensPerSecond: 50 });
});

test('an answer in one piece has no pace, nor has one whose tokens nobody counted', () => {
  assert.deepEqual(paceOf(answered({ endAt: 1_251 })), { firstTokenMillis: 250 });
  assert.deepEqual(paceOf(answered({ end: { type: 'complete' } })), { firstTokenMillis: 250 });
});

test('an answer that was heard again tells only when its first token was seen first', () => {
  const again = replayed({ ...answered(), stopping: false });
  assert.deepEqual(paceOf(answered({ from: again, firstAt: 9_000, endAt: 9_900 })), { firstTokenMillis: 250 });
});

test('an answer without a token has no figures', () => {
  assert.deepEqual(paceOf(hear(waitingAnswer(0), complete, 9)), {});
});
