import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nodeAt, textOf } from '../../../webapp/fields/bound-fields.js';
import { MAX_LABEL_CHARS, labelOf } from '../../../webapp/fields/label.js';
import { outlineOf } from '../../../webapp/fields/outline.js';
import { requestOf } from '../../../webapp/fields/request-of.js';
import { translator } from '../../../webapp/i18n/translate.js';
import { parseJson } from '../../../webapp/structured/json.js';
import { escaped, tokensOf } from '../../../webapp/structured/pointer.js';

const t = translator('en', {});

test('a field is called by its schema, and else as it is', () => {
  assert.equal(labelOf('zip', outlineOf('{"title":"Zip code"}')), 'Zip code');
  assert.equal(labelOf('zip', outlineOf('{}')), 'zip');
  assert.equal(labelOf('a/b~c'), 'a/b~c');
  assert.equal(labelOf(''), '""');
});

test('a long name is cut between two characters', () => {
  assert.equal(labelOf('🌊'.repeat(MAX_LABEL_CHARS)), '🌊'.repeat(MAX_LABEL_CHARS));
  assert.equal(labelOf('🌊'.repeat(MAX_LABEL_CHARS + 1)), `${'🌊'.repeat(MAX_LABEL_CHARS)}…`);
  assert.equal(labelOf('k'.repeat(1_000_000)).length, MAX_LABEL_CHARS + 1);
});

test('a token that is put into a pointer is read from it again', () => {
  for (const token of ['', '/', '~', '~1', '~0', '~01', 'a/b~c', '__proto__', '科']) {
    assert.deepEqual(tokensOf(`/${escaped(token)}`), [token]);
  }
});

test('a pointer leads to what the document has there', () => {
  const document = parseJson('{"a":[{"b~/":1.0}],"":{"__proto__":true},"s":"text"}');
  const at = (pointer) => nodeAt(document, pointer);
  assert.equal(at(''), document);
  assert.equal(at('/a/0/b~0~1').raw, '1.0');
  assert.equal(at('//__proto__').value, true);
  for (const nowhere of ['/a/1', '/a/00', '/a/-1', '/a/length', '/s/0', '/constructor', '/a/0/b~0~1/x']) {
    assert.equal(at(nowhere), undefined, nowhere);
  }
  assert.equal(nodeAt(undefined, ''), undefined);
});

for (const [json, text] of [
  ['"a\\nb"', 'a\nb'],
  ['1.50', '1.50'],
  ['true', 'true'],
  ['null', ''],
  ['["a",1.0,null]', 'a\n1.0\n'],
  ['[]', ''],
  ['[[1]]', '[\n  [\n    1\n  ]\n]'],
  ['{"a":1}', '{\n  "a": 1\n}'],
]) {
  test(`the field of a page shows ${json} as ${JSON.stringify(text)}`, () => {
    assert.equal(textOf(parseJson(json)), text);
  });
}

test('what a page asks for is asked for as it is', () => {
  const { request } = requestOf({ prompt: 'x', schema: '{"maximum":1.0}', model: 'ark' }, t);
  assert.equal(request.init.body, '{"prompt":"x","schema":{"maximum":1.0},"model":"ark","format":"increments"}');
});

for (const [ask, code, words] of [
  [{ prompt: ' \n', schema: '' }, 'prompt_missing', /prompt is empty/],
  [{ prompt: 'x', schema: '{"a":}' }, 'schema_unreadable', /Line 1, column 6: expected a value/],
  [{ prompt: 'x', schema: '[]' }, 'schema_unreadable', /is an object/],
  [{ prompt: 'x', schema: '#nowhere' }, 'schema_unreadable', /expected a value, but found “#”/],
]) {
  test(`${JSON.stringify(ask)} is not asked for: ${code}`, () => {
    const { request, failure } = requestOf(ask, t);
    assert.equal(request, undefined);
    assert.equal(failure.code, code);
    assert.match(failure.message, words);
    assert.equal(failure.retryable, false);
  });
}
