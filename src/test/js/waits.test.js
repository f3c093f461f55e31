import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitMillis } from '../../../webapp/streams/waits.js';

const middle = () => 0.5;
const wait = (tries, more = {}) => waitMillis({ tries, online: true, random: middle, ...more });

test('waits grow, up to a limit', () => {
  assert.deepEqual([0, 1, 2, 3, 4, 5, 100].map((tries) => wait(tries)), [
    300, 600, 1200, 2400, 4800, 8000, 8000,
  ]);
});

test('waits differ by a quarter at most', () => {
  assert.equal(wait(1, { random: () => 0 }), 450);
  assert.ok(wait(1, { random: () => 0.999 }) < 750);
});

test('the server is never asked before it wants to be', () => {
  assert.equal(wait(0, { retryAfterSeconds: 5, random: () => 0 }), 5000);
  assert.equal(wait(5, { retryAfterSeconds: 1 }), 8000);
});

test('without a network there is little to try', () => {
  assert.equal(wait(0, { online: false }), 60_000);
});
