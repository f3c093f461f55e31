import assert from 'node:assert/strict';
import { test } from 'node:test';
import { localFailure } from '../../../webapp/failure/failure.js';
import { jsonText } from '../../../webapp/structured/json.js';
import { StructuredRun } from '../../../webapp/structured/state.js';

/** An event as it comes off the wire. */
function heard(event) {
  const raw = typeof event === 'string' ? event : JSON.stringify(event);
  return { value: JSON.parse(raw), raw };
}

function running(...events) {
  const run = new StructuredRun();
  run.begin();
  for (const event of events) run.hear(heard(event));
  return run;
}

const start = { status: 'start', message: '开始生成响应...' };
const chunk = (data, path) => ({ status: 'chunk', data, path });

test('shows the words of the server at start and end', () => {
  const run = running(start);
  assert.equal(run.message, '开始生成响应...');
  run.hear(heard({ status: 'end', message: '响应生成完成', valid: true, usage: { input: 1, output: 2 }, estimated: true }));
  assert.equal(run.phase, 'end');
  assert.equal(run.message, '响应生成完成');
  assert.equal(run.valid, true);
  assert.deepEqual(run.usage, { input: 1, output: 2 });
  assert.equal(run.estimated, true);
});

test('knows which value is being written, and that nothing is after the end', () => {
  const run = running(start, chunk({ title: '' }));
  assert.deepEqual(run.writing, ['title']);
  run.hear(heard(chunk({ 'a/b': [] })));
  run.hear(heard(chunk({ 0: 'a' }, '/a~1b')));
  assert.deepEqual(run.writing, ['a/b', '0']);
  run.hear(heard({ status: 'end', message: '' }));
  assert.equal(run.writing, undefined);
});

test('the document has its numbers as the model wrote them', () => {
  const run = running(start, '{"status":"chunk","data":{"price":12.50}}');
  assert.equal(jsonText(run.document), '{"price":12.50}');
});

test('reasoning grows beside the document', () => {
  const run = running(start, { status: 'reasoning', chunk: '先' }, { status: 'reasoning', chunk: '想' });
  assert.equal(run.reasoning, '先想');
  assert.equal(run.document, undefined);
});

test('a run of which nothing is left to send has ended, and what arrived stays', () => {
  const run = running(start, chunk({ title: '科技' }));
  run.close();
  assert.equal(run.phase, 'end');
  assert.equal(run.valid, undefined);
  assert.equal(jsonText(run.document), '{"title":"科技"}');
});

test('a run that was lost from sight can go on', () => {
  const run = running(start, chunk({ title: '科' }));
  run.fail({ ...localFailure('connection_lost'), resumable: true });
  run.resume();
  run.hear(heard(chunk({ title: '技' })));
  assert.equal(run.phase, 'streaming');
  assert.equal(run.failure, undefined);
  assert.equal(jsonText(run.document), '{"title":"科技"}');
});

test('a run that has failed stays failed', () => {
  const run = running(start, { status: 'error', message: 'no', code: 'output_invalid' });
  run.resume();
  assert.equal(run.phase, 'error');
});

test('an end that the reader did not ask for has its reason', () => {
  assert.equal(running(start, { status: 'cancelled' }).failure.code, 'ended_early');
  const run = running(start);
  run.stopping = true;
  run.hear(heard({ status: 'cancelled' }));
  assert.equal(run.phase, 'cancelled');
  assert.equal(run.failure, undefined);
});

test('the first of two terminals wins', () => {
  const end = { status: 'end', message: 'done' };
  const error = { status: 'error', message: 'no', code: 'output_invalid', retryable: true };
  assert.equal(running(start, end, error).phase, 'end');
  const failed = running(start, error, end);
  assert.equal(failed.phase, 'error');
  assert.equal(failed.failure.message, 'no');
  assert.equal(failed.failure.retryable, true);
});

test('nothing is heard after the end', () => {
  const run = running(start, { status: 'cancelled', message: 'stopped' }, chunk({ title: 'late' }));
  run.close();
  assert.equal(run.phase, 'cancelled');
  assert.equal(run.document, undefined);
});

test('a stop is no failure', () => {
  const run = running(start, chunk({ title: 'a' }));
  run.stop();
  run.close();
  assert.equal(run.phase, 'cancelled');
  assert.equal(run.failure, undefined);
  assert.equal(run.stopUntold, false);
});

test('a stop that the server does not know of says so', () => {
  const run = running(start, chunk({ title: 'a' }));
  run.stop({ told: false });
  assert.equal(run.stopUntold, true);
});

test('a chunk that does not fit the document is an error', () => {
  const run = running(start, chunk({ x: 1 }, '/nowhere'));
  assert.equal(run.phase, 'error');
  assert.equal(run.failure.code, 'malformed_event');
});

test('a violation is known while the document is still being written', () => {
  const run = running(start, chunk({ 'a/b': 'long' }));
  const before = run.violations;
  run.hear(heard({ status: 'violation', path: '/a~1b', message: 'too long' }));
  assert.equal(run.phase, 'streaming');
  assert.deepEqual(run.violations, [{ path: '/a~1b', tokens: ['a/b'], message: 'too long' }]);
  assert.notEqual(run.violations, before);
});

test('the violations of the end are the last word', () => {
  const run = running(
    start,
    { status: 'violation', path: '/a', message: 'too long' },
    { status: 'end', valid: false, violations: [{ path: '/a', message: 'x' }, { path: '', message: 'y' }] },
  );
  assert.equal(run.valid, false);
  assert.deepEqual(run.violations.map(({ path }) => path), ['/a', '']);
});

test('an end that lists no violations leaves those that were told', () => {
  const run = running(start, { status: 'violation', path: '/a', message: 'x' }, { status: 'end', valid: false });
  assert.equal(run.violations.length, 1);
});

test('a violation without a place is one of the whole document', () => {
  const run = running(start, { status: 'violation' }, { status: 'violation', path: '$.a', message: 'x' });
  assert.deepEqual(run.violations, [
    { path: '', tokens: [], message: '' },
    { path: '$.a', tokens: [], message: 'x' },
  ]);
});

test('an end without a verdict is neither valid nor not', () => {
  assert.equal(running(start, { status: 'end', message: '' }).valid, undefined);
});

test('an event of a newer server changes nothing', () => {
  const run = running(start, { status: 'weather' }, null);
  assert.equal(run.phase, 'waiting');
});
