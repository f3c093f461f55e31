import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  connected,
  ended,
  failed,
  hear,
  replayed,
  resumed,
  stopped,
  stopping,
  waitingAnswer,
} from '../../../webapp/chat/answer.js';
import { localFailure } from '../../../webapp/failure/failure.js';

const ASKED_AT = 1000;
const start = { type: 'start', stream_id: 's', conversation_id: 'c', model: 'ark' };
const delta = (chunk) => ({ type: 'delta', chunk });
const complete = { type: 'complete', token_usage: 7, finish_reason: 'stop', model: 'ark' };
const error = { type: 'error', error: 'The provider is down.', code: 'upstream_unavailable' };

/** Each event arrives 100 ms after the one before. */
function after(...events) {
  return events.reduce(
    (answer, event, index) => hear(answer, event, ASKED_AT + 100 * (index + 1)),
    waitingAnswer(ASKED_AT),
  );
}

test('text grows by its deltas', () => {
  const answer = after(start, delta('Hel'), delta('lo'));
  assert.equal(answer.text, 'Hello');
  assert.equal(answer.status, 'streaming');
  assert.equal(answer.model, 'ark');
});

test('an answer that has only started is still waited for', () => {
  assert.equal(after(start).status, 'waiting');
});

test('the time of the first token is that of the first delta', () => {
  assert.equal(after(start, delta('a'), delta('b')).firstTokenAtMillis, 1200);
});

test('reasoning counts as a token, and stays out of the text', () => {
  const answer = after(start, { type: 'reasoning', chunk: 'hm' }, delta('a'));
  assert.equal(answer.firstTokenAtMillis, 1200);
  assert.equal(answer.reasoning, 'hm');
  assert.equal(answer.text, 'a');
});

test('follow-up questions are kept in their order', () => {
  const question = (text) => ({ type: 'follow_up', question: text });
  assert.deepEqual(after(start, question('a?'), question('b?')).followUps, ['a?', 'b?']);
});

test('a complete answer has its usage, and says when that is an estimate', () => {
  const usage = { input: 3, output: 4, reasoning: 0 };
  const counted = after(start, delta('a'), { ...complete, usage });
  assert.equal(counted.status, 'complete');
  assert.equal(counted.totalTokens, 7);
  assert.deepEqual(counted.usage, usage);
  assert.equal(counted.estimated, false);
  assert.equal(after(start, { ...complete, estimated: true }).estimated, true);
});

test('a usage that the provider did not report is left out', () => {
  assert.equal(after(start, { ...complete, token_usage: null }).totalTokens, undefined);
});

test('the finish reason is kept', () => {
  const answer = after(start, delta('a'), { ...complete, finish_reason: 'length' });
  assert.equal(answer.finishReason, 'length');
});

test('an error keeps the words, the codes and the text so far', () => {
  const answer = after(start, delta('a'), {
    ...error,
    retryable: true,
    retry_after: 3,
    provider_code: 4013,
    log_id: 'L1',
    phase: 'idle',
  });
  assert.equal(answer.status, 'error');
  assert.equal(answer.text, 'a');
  assert.deepEqual(answer.failure, {
    code: 'upstream_unavailable',
    message: 'The provider is down.',
    retryable: true,
    retryAfterSeconds: 3,
    providerCode: '4013',
    logId: 'L1',
    phase: 'idle',
  });
});

test('an error that does not say so is not retryable', () => {
  assert.equal(after(start, error).failure.retryable, false);
});

test('an answer of which nothing is left to send has ended, and no more is known', () => {
  const answer = ended(after(start, delta('whole sentence.')));
  assert.equal(answer.status, 'complete');
  assert.equal(answer.finishReason, undefined);
  assert.equal(ended(stopping(after(start))).status, 'cancelled');
});

test('the end of the stream after a terminal changes nothing', () => {
  const answer = after(start, complete);
  assert.equal(ended(answer), answer);
});

test('an end that the reader did not ask for has its reason', () => {
  const cancelled = { type: 'cancelled' };
  const answer = after(start, delta('a'), cancelled);
  assert.equal(answer.status, 'cancelled');
  assert.equal(answer.failure.code, 'ended_early');
  assert.equal(answer.failure.retryable, true);
  assert.equal(hear(stopping(after(start, delta('a'))), cancelled, 0).failure, undefined);
});

test('a stop keeps the text, and says when the server could not be told', () => {
  const answer = stopped(stopping(after(start, delta('a'))), { told: false });
  assert.equal(answer.status, 'cancelled');
  assert.equal(answer.text, 'a');
  assert.equal(answer.stopUntold, true);
  assert.equal(stopped(after(start)).stopUntold, false);
});

test('an answer that completes before the stop arrives is complete', () => {
  const answer = hear(stopping(after(start, delta('a'))), complete, 0);
  assert.equal(stopped(answer).status, 'complete');
});

test('a lost line ends nothing', () => {
  const answer = connected(after(start, delta('a')), 'resuming');
  assert.equal(answer.line, 'resuming');
  assert.equal(hear(answer, delta('b'), 0).text, 'ab');
  const over = after(start, complete);
  assert.equal(connected(over, 'resuming'), over);
});

test('only an answer that was lost from sight is followed again', () => {
  const lost = { ...localFailure('connection_lost'), resumable: true };
  const answer = resumed(failed(after(start, delta('a')), lost));
  assert.equal(answer.status, 'streaming');
  assert.equal(answer.failure, undefined);
  assert.equal(answer.text, 'a');
  assert.equal(resumed(failed(after(start), lost)).status, 'waiting');
  const over = after(start, error);
  assert.equal(resumed(over), over);
});

test('an answer that is heard again keeps its times alone', () => {
  const answer = replayed(after(start, delta('a')));
  assert.equal(answer.text, '');
  assert.equal(answer.status, 'waiting');
  assert.equal(answer.askedAtMillis, ASKED_AT);
  assert.equal(answer.firstTokenAtMillis, 1200);
});

test('the first of two terminals wins', () => {
  assert.equal(after(start, complete, error).status, 'complete');
  assert.equal(after(start, error, complete).status, 'error');
  assert.equal(after(start, { type: 'cancelled' }, complete).status, 'cancelled');
});

test('nothing is heard after a terminal', () => {
  assert.equal(after(start, delta('a'), complete, delta('b')).text, 'a');
});

test('an event of a newer server changes nothing', () => {
  const answer = after(start, delta('a'));
  for (const event of [{ type: 'weather' }, {}, null, 'text']) {
    assert.equal(hear(answer, event, 9999), answer);
  }
});

test('an event never changes the answer it came to', () => {
  const before = Object.freeze(waitingAnswer(ASKED_AT));
  hear(before, delta('a'), 1100);
  assert.equal(before.text, '');
});
