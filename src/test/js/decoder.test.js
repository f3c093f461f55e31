import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EventStreamDecoder } from '../../../webapp/eventstream/decoder.js';

const bytes = (text) => new TextEncoder().encode(text);

function decode(...chunks) {
  const decoder = new EventStreamDecoder();
  const events = chunks.flatMap((chunk) => decoder.feed(chunk));
  decoder.end();
  return events;
}

const data = (...chunks) => decode(...chunks).map((event) => event.data);

/** One stream that has every rule of the standard in it, with each kind of line end. */
const STREAM =
  '\uFEFF: a comment\n' +
  'data: 科技\r\n\r\n' +
  'event: start\rdata:{"a":1}\r\r' +
  'id: s.1\ndata: one\ndata:  two\ndata\n\n' +
  ':\n\n' +
  'event: dropped\n\n' +
  'id: with\0null\ndata: 🌊\r\n\n' +
  'id\ndata:\n\n' +
  'retry: 10\nunknown: x\ndata: last\n\n' +
  'data: left open\n';

const EVENTS = [
  { type: 'message', data: '科技', lastEventId: '' },
  { type: 'start', data: '{"a":1}', lastEventId: '' },
  { type: 'message', data: 'one\n two\n', lastEventId: 's.1' },
  { type: 'message', data: '🌊', lastEventId: 's.1' },
  { type: 'message', data: '', lastEventId: '' },
  { type: 'message', data: 'last', lastEventId: '' },
];

test('reads every rule of the standard in one chunk', () => {
  assert.deepEqual(decode(bytes(STREAM)), EVENTS);
});

test('finds the same events wherever two byte chunks meet', () => {
  const all = bytes(STREAM);
  for (let at = 0; at <= all.length; at++) {
    assert.deepEqual(decode(all.subarray(0, at), all.subarray(at)), EVENTS, `split at byte ${at}`);
  }
});

test('finds the same events wherever two text chunks meet', () => {
  for (let at = 0; at <= STREAM.length; at++) {
    assert.deepEqual(decode(STREAM.slice(0, at), STREAM.slice(at)), EVENTS, `split at ${at}`);
  }
});

for (const size of [1, 3, 7]) {
  test(`finds the same events in chunks of ${size} bytes`, () => {
    const all = bytes(STREAM);
    const chunks = [];
    for (let at = 0; at < all.length; at += size) chunks.push(all.subarray(at, at + size));
    assert.deepEqual(decode(...chunks), EVENTS);
  });
}

test('hands an event out at the CR that ends it, without waiting for an LF', () => {
  const decoder = new EventStreamDecoder();
  assert.equal(decoder.feed('data: now\r\r').length, 1);
  assert.deepEqual(decoder.feed('\ndata: next\n\n').map((event) => event.data), ['next']);
});

test('an empty chunk between CR and LF does not make two line ends of them', () => {
  assert.deepEqual(data(bytes('data: a\r'), bytes(''), bytes('\ndata: b\n\n')), ['a\nb']);
});

test('drops the event left open at the end of the stream', () => {
  assert.deepEqual(data('data: whole\n\ndata: cut\n'), ['whole']);
});

test('drops one byte order mark only at the very beginning', () => {
  assert.deepEqual(data('\uFEFFdata: a\n\n'), ['a']);
  assert.deepEqual(data('\uFEFF\uFEFFdata: a\n\n'), []);
  assert.deepEqual(data('data: a\uFEFF\n\n'), ['a\uFEFF']);
});

test('replaces bytes that are not UTF-8', () => {
  assert.deepEqual(data(bytes('data: '), Uint8Array.of(0xff), bytes('x\n\n')), ['\uFFFDx']);
});

test('removes one space after the colon and no more', () => {
  assert.deepEqual(data('data:a\n\ndata: a\n\ndata:  a\n\n'), ['a', 'a', ' a']);
});

test('keeps the last event ID until another comes', () => {
  const ids = decode('id: 7\ndata: a\n\ndata: b\n\nid: 8\n\ndata: c\n\n').map((e) => e.lastEventId);
  assert.deepEqual(ids, ['7', '7', '8']);
});

test('refuses an event that is longer than the limit, in one line or in many', () => {
  const limited = () => new EventStreamDecoder({ maxEventChars: 20 });
  assert.throws(() => limited().feed(`data: ${'x'.repeat(30)}`), RangeError);
  assert.throws(() => limited().feed('data: 12345678\n'.repeat(3)), RangeError);
  assert.equal(limited().feed('data: 12345678\n\n'.repeat(9)).length, 9);
});
