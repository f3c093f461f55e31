import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newIdempotencyKey } from '../../../webapp/streams/idempotency-key.js';

test('a key is 128 random bits, without what only https has', (context) => {
  context.mock.method(crypto, 'randomUUID', () => assert.fail('missing on plain http'));
  const keys = Array.from({ length: 100 }, newIdempotencyKey);
  for (const key of keys) assert.match(key, /^[0-9a-f]{32}$/);
  assert.equal(new Set(keys).size, keys.length);
});
