import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meaningOf } from '../../../webapp/chat/keys.js';

const press = (key, more) =>
  meaningOf({ key, keyCode: 0, shiftKey: false, isComposing: false, ...more });

test('Enter sends', () => {
  assert.equal(press('Enter'), 'send');
});

test('Shift and Enter break the line', () => {
  assert.equal(press('Enter', { shiftKey: true }), undefined);
});

test('Escape stops', () => {
  assert.equal(press('Escape'), 'stop');
});

test('Enter and Escape belong to an input method as long as it composes', () => {
  for (const key of ['Enter', 'Escape']) {
    assert.equal(press(key, { isComposing: true }), undefined);
    assert.equal(press(key, { keyCode: 229 }), undefined);
  }
});

test('any other key is just text', () => {
  assert.equal(press('a'), undefined);
});
