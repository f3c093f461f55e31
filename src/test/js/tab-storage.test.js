import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TabStorage } from '../../../webapp/page/tab-storage.js';

/** A storage with room for so many characters. */
function storageOf(maxChars) {
  const texts = new Map();
  return {
    getItem: (name) => texts.get(name) ?? null,
    setItem(name, text) {
      if (text.length > maxChars) throw new DOMException('full', 'QuotaExceededError');
      texts.set(name, text);
    },
    removeItem: (name) => texts.delete(name),
  };
}

const over = (storage, path = '/') => new TabStorage('chat', { storage: () => storage, path });

test('keeps one text', () => {
  const kept = over(storageOf(100));
  assert.equal(kept.read(), undefined);
  kept.write('one');
  kept.write('two');
  assert.equal(kept.read(), 'two');
  kept.write(undefined);
  assert.equal(kept.read(), undefined);
});

test('pages below different paths keep their own', () => {
  const storage = storageOf(100);
  over(storage, '/a/').write('a');
  over(storage, '/b/').write('b');
  assert.equal(over(storage, '/a/').read(), 'a');
});

test('a storage that is full keeps nothing rather than something old', () => {
  const kept = over(storageOf(5));
  kept.write('short');
  kept.write('too long');
  assert.equal(kept.read(), undefined);
});

test('without a storage nothing is kept, and nothing fails', () => {
  const storage = () => {
    throw new DOMException('denied', 'SecurityError');
  };
  const kept = new TabStorage('chat', { storage, path: '/' });
  kept.write('one');
  kept.write(undefined);
  assert.equal(kept.read(), undefined);
});
