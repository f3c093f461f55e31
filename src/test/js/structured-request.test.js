import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demoRequest, generateRequest } from '../../../webapp/structured/request.js';

test('the demo asks by GET and needs nothing', () => {
  assert.equal(demoRequest.url, 'helloworld');
  assert.deepEqual(demoRequest.init, {});
  assert.deepEqual(demoRequest.places, ['title', 'summary']);
});

test('a prompt is sent as JSON, at an address below the page', () => {
  const { url, init, places } = generateRequest({ prompt: 'Say "hi"\n', schema: ' \n' });
  assert.equal(url, 'api/generate');
  assert.equal(init.method, 'POST');
  assert.equal(init.headers['Content-Type'], 'application/json');
  assert.deepEqual(JSON.parse(init.body), { prompt: 'Say "hi"\n', format: 'increments' });
  assert.deepEqual(places, []);
});

test('a schema is sent as it was written', () => {
  const schema = '{"type":"number","maximum":12345678901234567890,"multipleOf":1.0}';
  const { init } = generateRequest({ prompt: 'x', schema: `\n${schema}\n` });
  assert.ok(init.body.includes(`"schema":${schema},`));
  assert.deepEqual(JSON.parse(init.body).schema, JSON.parse(schema));
});
