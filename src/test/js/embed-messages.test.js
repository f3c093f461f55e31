import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandOf, hostOrigin, news } from '../../../webapp/embed/messages.js';

const HOST = 'https://portal.example:8443';
const parent = {};
const page = { host: HOST, parent };
const message = (data, { origin = HOST, source = parent } = {}) => ({ data, origin, source });

test('the page around is who the address says, if that is an origin', () => {
  assert.equal(hostOrigin(`?host=${encodeURIComponent(HOST)}`), HOST);
  assert.equal(hostOrigin('?host=http://localhost:3000&x=1'), 'http://localhost:3000');
  for (const other of [
    '',
    '?host=',
    '?host=*',
    '?host=null',
    '?host=portal.example',
    '?host=https://portal.example/',
    '?host=https://portal.example:443',
    '?host=https://user@portal.example',
    '?host=javascript:alert(1)',
    '?host=file://',
    '?host=data:text/html,x',
  ]) {
    assert.equal(hostOrigin(other), undefined, other);
  }
});

test('commands are taken from that origin and that window alone', () => {
  assert.deepEqual(commandOf(message({ runnel: 'open' }), page), { kind: 'open' });
  assert.equal(commandOf(message({ runnel: 'open' }, { origin: 'https://portal.example' }), page), undefined);
  assert.equal(commandOf(message({ runnel: 'open' }, { origin: 'null' }), page), undefined);
  assert.equal(commandOf(message({ runnel: 'open' }, { source: {} }), page), undefined);
  assert.equal(commandOf(message({ runnel: 'open' }, { source: null }), page), undefined);
});

test('what is no command of ours is left alone', () => {
  for (const data of [undefined, null, 'open', 7, [], {}, { runnel: 'ready' }, { runnel: 'lang' }, { runnel: 'lang', lang: 1 }]) {
    assert.equal(commandOf(message(data), page), undefined, JSON.stringify(data));
  }
});

test('a language is one that there is', () => {
  for (const [lang, taken] of [['zh', 'zh'], ['zh-TW', 'zh'], ['en-GB', 'en'], ['fr', 'en'], ['"><b>', 'en']]) {
    assert.deepEqual(commandOf(message({ runnel: 'lang', lang }), page), { kind: 'lang', lang: taken });
  }
});

test('the page is told how much room is wanted, in whole pixels of the reader’s font size', () => {
  assert.deepEqual(news('ready', { opened: false, remPixels: 16 }), { runnel: 'ready', width: 72, height: 72 });
  assert.deepEqual(news('open', { opened: true, remPixels: 16 }), { runnel: 'open', width: 416, height: 640 });
  assert.deepEqual(news('close', { opened: false, remPixels: 17.3 }), { runnel: 'close', width: 78, height: 78 });
});
