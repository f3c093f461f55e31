import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_TRIES, Reconnection } from '../../../webapp/sse-client/reconnection.js';

test('a connection that is lost before its first event is not tried again: it would buy another answer', () => {
  assert.equal(new Reconnection().mayTryAgain(), false);
  const withoutIds = new Reconnection();
  withoutIds.hears('');
  assert.equal(withoutIds.mayTryAgain(), false);
});

test('a connection is tried again so many times, and anew after each event', () => {
  const reconnection = new Reconnection();
  reconnection.hears('s.1');
  for (let tries = 0; tries < MAX_TRIES; tries++) assert.ok(reconnection.mayTryAgain());
  assert.equal(reconnection.mayTryAgain(), false);
  reconnection.hears('s.2');
  assert.ok(reconnection.mayTryAgain());
});

test('an event that was heard before is not new', () => {
  const reconnection = new Reconnection();
  assert.equal(reconnection.streamId, undefined);
  assert.deepEqual(['s.1', 's.4', 's.4', 's.3', 's.5'].map((id) => reconnection.hears(id)), [
    true, true, false, false, true,
  ]);
  assert.equal(reconnection.streamId, 's');
});

test('events without ids cannot be told apart', () => {
  const reconnection = new Reconnection();
  assert.ok(reconnection.hears(''));
  assert.ok(reconnection.hears(''));
});
