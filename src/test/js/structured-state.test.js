import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StructuredRun } from '../../../webapp/structured/state.js';

function running(...events) {
  const run = new StructuredRun();
  run.begin();
  for (const event of events) run.hear(event);
  return run;
}

const start = { status: 'start', message: '开始生成响应...' };
const chunk = (data, path) => ({ status: 'chunk', data, path });

test('shows the words of the server at start and end', () => {
  const run = running(start);
  assert.equal(run.message, '开始生成响应...');
  run.hear({ status: 'end', message: '响应生成完成', valid: true, usage: { input: 1, output: 2 } });
  assert.equal(run.phase, 'end');
  assert.equal(run.message, '响应生成完成');
  assert.equal(run.valid, true);
  assert.deepEqual(run.usage, { input: 1, output: 2 });
});

test('knows the root member that is being written, also from below it', () => {
  const run = running(start, chunk({ title: '' }));
  assert.equal(run.writing, 'title');
  run.hear(chunk({ sections: [] }));
  run.hear(chunk({ 0: 'a' }, '/sections'));
  assert.equal(run.writing, 'sections');
  run.hear({ status: 'end', message: '' });
  assert.equal(run.writing, undefined);
});

test('reasoning grows beside the document', () => {
  const run = running(start, { status: 'reasoning', chunk: '先' }, { status: 'reasoning', chunk: '想' });
  assert.equal(run.reasoning, '先想');
  assert.equal(run.document, undefined);
});

test('a stream that ends without a terminal is an error, and what arrived stays', () => {
  const run = running(start, chunk({ title: '科技' }));
  run.close();
  assert.equal(run.phase, 'error');
  assert.equal(run.failure.code, 'connection_lost');
  assert.equal(run.document.title, '科技');
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
});

test('a chunk that does not fit the document is an error', () => {
  const run = running(start, chunk({ x: 1 }, '/nowhere'));
  assert.equal(run.phase, 'error');
  assert.equal(run.failure.code, 'malformed_event');
});

test('violations are kept, and those of the end are the last word', () => {
  const run = running(start, { status: 'violation', path: '/a', message: 'too long' });
  assert.equal(run.violations.length, 1);
  run.hear({ status: 'end', valid: false, violations: [{ path: '/a' }, { path: '/b' }] });
  assert.equal(run.valid, false);
  assert.equal(run.violations.length, 2);
});

test('an event of a newer server changes nothing', () => {
  const run = running(start, { status: 'weather' }, null);
  assert.equal(run.phase, 'waiting');
});
