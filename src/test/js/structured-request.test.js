import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demoRequest, generateRequest } from '../../../webapp/structured/request.js';

test('the demo asks by GET and needs nothing', () => {
  assert.equal(demoRequest.url, 'helloworld');
  assert.deepEqual(demoRequest.init, {});
});

test('a prompt is sent as JSON, at an address below the page', () => {
  const { url, init } = generateRequest({ prompt: 'Say "hi"\n', schema: ' \n' });
  assert.equal(url, 'api/generate');
  assert.equal(init.method, 'POST');
  assert.equal(init.headers['Content-Type'], 'application/json');
  assert.deepEqual(JSON.parse(init.body), { prompt: 'Say "hi"\n', format: 'increments' });
});

test('a schema is sent as it was written', () => {
  const schema = '{"type":"number","maximum":12345678901234567890,"multipleOf":1.0}';
  const { init } = generateRequest({ prompt: 'x', schema: `\n${schema}\n` });
  assert.ok(init.body.includes(`"schema":${schema},`));
  assert.deepEqual(JSON.parse(init.body).schema, JSON.parse(schema));
});

test('a model is named only when one was chosen', () => {
  const { init, ask } = generateRequest({ prompt: 'x', schema: '', model: 'ark' });
  assert.deepEqual(JSON.parse(init.body), { prompt: 'x', model: 'ark', format: 'increments' });
  assert.equal(ask.model, 'ark');
  assert.ok(!('model' in generateRequest({ prompt: 'x', schema: '' }).ask));
});
