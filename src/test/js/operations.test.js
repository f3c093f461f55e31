import assert from 'node:assert/strict';
import { test } from 'node:test';
import { curlOf, missing, operationsOf, requestOf } from '../../../webapp/explorer/operations.js';
import { MAX_SHOWN_CHARS, readText } from '../../../webapp/explorer/response.js';

const DOCUMENT = {
  openapi: '3.0.3',
  tags: [{ name: 'first' }, { name: 'second' }],
  paths: {
    '/b/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true }],
      get: {
        operationId: 'read',
        tags: ['second'],
        parameters: [{ $ref: '#/components/parameters/Last~1Id' }, { name: 'after', in: 'query', example: 3 }],
      },
    },
    '/a': {
      post: {
        operationId: 'ask',
        tags: ['first'],
        summary: 'Ask',
        requestBody: { content: { 'application/json': { example: { text: 'hi' } } } },
        responses: { 200: { description: 'It is.' }, 400: { $ref: '#/components/responses/Bad' } },
      },
    },
  },
  components: {
    parameters: { 'Last/Id': { name: 'Last-Id', in: 'header', description: ' an id\n' } },
    responses: { Bad: { description: 'It is wrong.' } },
  },
};

test('operations come by tag, their references resolved', () => {
  const [ask, read] = operationsOf(DOCUMENT, '/');
  assert.equal(ask.id, 'ask');
  assert.deepEqual(ask.responses[1], { status: '400', description: 'It is wrong.' });
  assert.equal(ask.body, '{\n  "text": "hi"\n}');
  assert.deepEqual(
    read.parameters.map(({ name, in: place, required }) => [name, place, required]),
    [['id', 'path', true], ['Last-Id', 'header', false], ['after', 'query', false]],
  );
  assert.equal(read.parameters[1].description, 'an id');
  assert.equal(read.parameters[2].example, '3');
  assert.equal(read.body, undefined);
});

test('paths are below the folder of the page, whether the server writes it in front of them or not', () => {
  const paths = (document, folder) => operationsOf(document, folder).map(({ path }) => path);
  assert.deepEqual(paths(DOCUMENT, '/'), ['a', 'b/{id}']);
  assert.deepEqual(paths(DOCUMENT, '/runnel/'), ['a', 'b/{id}']);
  const prefixed = Object.entries(DOCUMENT.paths).map(([path, item]) => [`/runnel${path}`, item]);
  const together = { ...DOCUMENT, paths: { ...Object.fromEntries(prefixed), '/other/c': { get: {} } } };
  assert.deepEqual(paths(together, '/runnel/'), ['a', 'b/{id}']);
});

test('a document without anything in it has no operations', () => {
  assert.deepEqual(operationsOf({}, '/'), []);
});

test('values go where their parameters are, those without are left out', () => {
  const [ask, read] = operationsOf(DOCUMENT, '/');
  assert.deepEqual(requestOf(read, { id: 'a/b ?', 'Last-Id': 'x.1', after: '' }, undefined), {
    url: 'b/a%2Fb%20%3F',
    init: { method: 'GET', headers: { 'Last-Id': 'x.1' } },
  });
  assert.equal(requestOf(read, { id: '1', after: '科&技' }).url, 'b/1?after=%E7%A7%91%26%E6%8A%80');
  assert.deepEqual(requestOf(ask, {}, '{"a":1}'), {
    url: 'a',
    init: { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"a":1}' },
  });
});

test('what is required and has no value is named', () => {
  const [, read] = operationsOf(DOCUMENT, '/');
  assert.deepEqual(missing(read, { id: '' }), ['id']);
  assert.deepEqual(missing(read, { id: '1' }), []);
});

test('a request for a shell says the same, whatever quotes are in it', () => {
  const request = { url: 'a', init: { method: 'POST', headers: { A: 'b' }, body: `{"t":"it's"}` } };
  assert.equal(
    curlOf(request, 'http://localhost:5001/runnel/'),
    `curl -N -X POST 'http://localhost:5001/runnel/a' -H 'A: b' -d '{"t":"it'\\''s"}'`,
  );
});

test('a body is shown as it comes, characters that were cut whole', async () => {
  const bytes = new TextEncoder().encode('科技');
  const stream = new ReadableStream({
    start(controller) {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  const shown = [];
  await readText(new Response(stream), (text) => shown.push(text));
  assert.equal(shown.join(''), '科技');
  assert.ok(shown.length > 2);
});

test('a body without end is shown to the limit, and then not read any more', async () => {
  let cancelled = false;
  const stream = new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(100_000).fill(97)),
    cancel: () => {
      cancelled = true;
    },
  });
  let shown = '';
  await readText(new Response(stream), (text) => (shown += text));
  assert.equal(shown.length, MAX_SHOWN_CHARS + 1);
  assert.ok(shown.endsWith('a…'));
  assert.ok(cancelled);
});
