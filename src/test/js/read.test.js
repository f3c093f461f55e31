import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openJsonStream } from '../../../webapp/eventstream/open.js';
import { readEvents } from '../../../webapp/eventstream/read.js';
import { eventStream } from './streams.js';

async function collect(events) {
  const all = [];
  for await (const event of events) all.push(event);
  return all;
}

async function* open(response, init = {}) {
  const stream = await openJsonStream('api/chat', init, { fetch: async () => response });
  yield* stream.events;
}

const failureOf = (work) =>
  work.then(
    () => assert.fail('no failure'),
    (error) => error.failure,
  );

test('reads events across the chunks of a body', async () => {
  const events = await collect(readEvents(eventStream(['data: a\n', '\ndata:', ' b\n\n'])));
  assert.deepEqual(events.map((event) => event.data), ['a', 'b']);
});

test('a body that is missing has no events', async () => {
  assert.deepEqual(await collect(readEvents(new Response(null, { status: 204 }))), []);
});

test('closes the connection when the reader leaves', async () => {
  let closed = false;
  const response = eventStream(['data: a\n\n'], { onCancel: () => (closed = true), open: true });
  for await (const event of readEvents(response)) {
    assert.equal(event.data, 'a');
    break;
  }
  assert.ok(closed);
});

test('parses the data and keeps them as they came', async () => {
  const events = await collect(open(eventStream(['data: {"n": 1.0}\n\n'])));
  assert.deepEqual(events, [{ value: { n: 1 }, raw: '{"n": 1.0}', id: '' }]);
});

test('an event has the id that came with it', async () => {
  const events = await collect(open(eventStream(['id: s.7\ndata: {}\n\n'])));
  assert.equal(events[0].id, 's.7');
});

test('a stream has the name that the server gave it', async () => {
  const response = eventStream([]);
  response.headers.set('X-Stream-Id', 's');
  const { id, events } = await openJsonStream('x', {}, { fetch: async () => response });
  assert.equal(id, 's');
  await events.return();
});

test('a server that has nothing to send has no stream', async () => {
  const fetch = async () => new Response(null, { status: 204 });
  assert.equal(await openJsonStream('x', {}, { fetch }), undefined);
});

test('a comment is a sign of life, though no event', async () => {
  let signs = 0;
  const events = readEvents(eventStream([': still here\n\n', 'data: a\n\n']), () => signs++);
  assert.equal((await collect(events)).length, 1);
  assert.equal(signs, 2);
});

test('a refusal rises with the detail of its problem document', async () => {
  const response = new Response('{"title":"Too Many Requests","status":429,"detail":"8 at most."}', {
    status: 429,
    headers: { 'Content-Type': 'application/problem+json', 'Retry-After': '7' },
  });
  assert.deepEqual(await failureOf(collect(open(response))), {
    code: 'http_429',
    message: '8 at most.',
    retryable: true,
    retryAfterSeconds: 7,
    status: 429,
  });
});

test('a refusal without a problem document is known by its status', async () => {
  const response = new Response('<h1>Bad gateway</h1>', {
    status: 502,
    headers: { 'Content-Type': 'text/html' },
  });
  const failure = await failureOf(collect(open(response)));
  assert.equal(failure.code, 'http_502');
  assert.equal(failure.message, undefined);
  assert.equal(failure.retryable, true);
});

test('a refusal for what the request says is not retryable', async () => {
  const failure = await failureOf(collect(open(new Response('', { status: 403 }))));
  assert.equal(failure.retryable, false);
});

test('a page instead of an event stream is a failure', async () => {
  const response = new Response('<form>', { headers: { 'Content-Type': 'text/html' } });
  assert.equal((await failureOf(collect(open(response)))).code, 'not_an_event_stream');
});

test('a server that cannot be reached is a failure', async () => {
  const unreachable = async () => {
    throw new TypeError('fetch failed');
  };
  const failure = await failureOf(openJsonStream('x', {}, { fetch: unreachable }));
  assert.equal(failure.code, 'network');
});

test('a connection that breaks is a failure', async () => {
  const response = eventStream(['data: {}\n\n'], { error: new TypeError('terminated') });
  assert.equal((await failureOf(collect(open(response)))).code, 'connection_lost');
});

test('data that are not JSON are a failure', async () => {
  const failure = await failureOf(collect(open(eventStream(['data: {oops\n\n']))));
  assert.equal(failure.code, 'malformed_event');
});

test('an abort rises as it is', async () => {
  const abort = new AbortController();
  const response = eventStream([], { open: true, signal: abort.signal });
  const events = collect(open(response, { signal: abort.signal }));
  abort.abort();
  await assert.rejects(events, { name: 'AbortError' });
});
