import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DocumentFold } from '../../../webapp/structured/fold.js';

/** Through the wire and back: what the server sends is JSON, and so are the names in it. */
function folded(...chunks) {
  const fold = new DocumentFold();
  for (const chunk of chunks) fold.apply(JSON.parse(chunk));
  return JSON.stringify(fold.value);
}

test('strings of the root grow, each in its own place', () => {
  assert.equal(
    folded(
      '{"data":{"title":""}}',
      '{"data":{"title":"科技"}}',
      '{"data":{"title":"发展"}}',
      '{"data":{"summary":""}}',
      '{"data":{"summary":"随着"}}',
    ),
    '{"title":"科技发展","summary":"随着"}',
  );
});

test('each prefix of the chunks is a prefix of the document', () => {
  const fold = new DocumentFold();
  assert.equal(fold.value, undefined);
  fold.apply({ data: { title: '' } });
  assert.equal(JSON.stringify(fold.value), '{"title":""}');
  fold.apply({ data: { title: '科' } });
  assert.equal(JSON.stringify(fold.value), '{"title":"科"}');
});

test('a path leads to a container deeper down', () => {
  assert.equal(
    folded(
      '{"data":{"sections":[]}}',
      '{"path":"/sections","data":{"0":{}}}',
      '{"path":"/sections/0","data":{"heading":""}}',
      '{"path":"/sections/0","data":{"heading":"随"}}',
      '{"path":"/sections/0","data":{"heading":"着"}}',
      '{"path":"/sections","data":{"1":{}}}',
    ),
    '{"sections":[{"heading":"随着"},{}]}',
  );
});

test('array elements are named by their index', () => {
  assert.equal(
    folded('{"data":{"tags":[]}}', '{"path":"/tags","data":{"0":"a"}}', '{"path":"/tags","data":{"0":"b","1":"科"}}'),
    '{"tags":["ab","科"]}',
  );
});

test('numbers, booleans and null come whole', () => {
  assert.equal(
    folded('{"data":{"n":1.50}}', '{"data":{"b":true}}', '{"data":{"z":null}}'),
    '{"n":1.5,"b":true,"z":null}',
  );
});

test('an empty root object is opened by empty data', () => {
  assert.equal(folded('{"data":{}}'), '{}');
});

test('a root array grows without a path', () => {
  assert.equal(
    folded('{"data":[]}', '{"data":{"0":"a"}}', '{"data":{"1":{}}}', '{"path":"/1","data":{"k":1}}'),
    '["a",{"k":1}]',
  );
});

test('a root string grows', () => {
  assert.equal(folded('{"data":""}', '{"data":"科"}', '{"data":"技"}'), '"科技"');
});

test('a root scalar comes whole', () => {
  for (const scalar of ['3', 'false', 'null']) assert.equal(folded(`{"data":${scalar}}`), scalar);
});

test('an escaped pointer names members with a slash, a tilde, and no name at all', () => {
  assert.equal(
    folded(
      '{"data":{"a/b":{}}}',
      '{"data":{"m~n":{}}}',
      '{"data":{"":{}}}',
      '{"data":{"~1":{}}}',
      '{"path":"/a~1b","data":{"x":1}}',
      '{"path":"/m~0n","data":{"x":2}}',
      '{"path":"/","data":{"x":3}}',
      '{"path":"/~01","data":{"x":4}}',
    ),
    '{"a/b":{"x":1},"m~n":{"x":2},"":{"x":3},"~1":{"x":4}}',
  );
});

test('names of the language are members like any other', () => {
  const document = folded(
    '{"data":{"__proto__":{}}}',
    '{"path":"/__proto__","data":{"polluted":"yes"}}',
    '{"data":{"constructor":{"prototype":{"polluted":"yes"}}}}',
    '{"data":{"toString":"to"}}',
    '{"data":{"toString":"String"}}',
  );
  assert.equal(
    document,
    '{"__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}},"toString":"toString"}',
  );
  assert.equal({}.polluted, undefined);
});

test('a path never leads into what the document does not hold itself', () => {
  for (const path of ['/__proto__', '/constructor', '/missing', '/tags/length', '/tags/-', '/tags/00', 'tags']) {
    const fold = new DocumentFold();
    fold.apply({ data: { tags: [] } });
    assert.throws(() => fold.apply({ path, data: { x: 1 } }), RangeError, path);
  }
  assert.equal({}.x, undefined);
});

test('a path that leads to a scalar is refused', () => {
  assert.throws(() => folded('{"data":{"a":"text"}}', '{"path":"/a","data":{"b":1}}'), RangeError);
});

test('an array has no holes', () => {
  for (const index of ['1', '4294967294', '-1', '1e3', 'length', '__proto__']) {
    const fold = new DocumentFold();
    fold.apply({ data: [] });
    assert.throws(() => fold.apply(JSON.parse(`{"data":{"${index}":"x"}}`)), RangeError, index);
    assert.equal(fold.value.length, 0);
  }
});

test('says which member was written last', () => {
  const fold = new DocumentFold();
  assert.deepEqual(fold.apply({ data: { title: '' } }), ['title']);
  assert.deepEqual(fold.apply({ data: { list: [] } }), ['list']);
  assert.deepEqual(fold.apply({ path: '/list', data: { 0: 'a' } }), ['list', '0']);
  assert.deepEqual(new DocumentFold().apply({ data: 'text' }), []);
});
