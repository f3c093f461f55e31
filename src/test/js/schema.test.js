import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogues } from '../../../webapp/i18n/translate.js';
import { exampleSchemas } from '../../../webapp/structured/examples.js';
import { problemOf } from '../../../webapp/structured/schema.js';

test('an empty field is no schema, which is no problem', () => {
  for (const text of ['', ' \n\t']) assert.equal(problemOf(text), undefined);
});

test('an object is taken as it is', () => {
  assert.equal(problemOf(' {"type": "object"}\n'), undefined);
  assert.equal(problemOf('{}'), undefined);
});

test('a problem is found where it stands, by line and column', () => {
  assert.deepEqual(problemOf('{\n  "科🌊": }\n}'), {
    kind: 'syntax',
    offset: 11,
    line: 2,
    column: 9,
    found: '}',
    expected: 'value',
  });
});

test('a line break in a string is shown by a sign, any other control character by its number', () => {
  assert.equal(problemOf('{"a\n":1}').found, '↵');
  assert.equal(problemOf('{"a\t":1}').found, 'U+0009');
});

test('a character outside the basic plane is shown whole', () => {
  assert.equal(problemOf('{🌊}').found, '🌊');
});

test('a text that ends too early is no problem of a character', () => {
  assert.deepEqual(problemOf('{"type": "object"'), { kind: 'tooShort', offset: 17, expected: 'memberEnd' });
});

test('JSON that is no object is no schema', () => {
  for (const text of ['[]', '"object"', '1', 'null', 'true']) assert.equal(problemOf(text).kind, 'notObject');
});

test('every problem has its words, and so has everything that can be expected', () => {
  const broken = ['{', '{"a":}', '{a', '{"a"', '{"a"}', '{"a":1 1', '[1 1', '{"a\n', '{"\\x"}', '{}}', '[]'];
  for (const text of broken) {
    const { kind, expected } = problemOf(text);
    for (const catalogue of Object.values(catalogues)) {
      assert.ok(`schema.${kind}` in catalogue, kind);
      if (expected !== undefined) assert.ok(`expected.${expected}` in catalogue, expected);
    }
  }
});

test('every example is a schema and has its name and its prompt', () => {
  for (const [name, schema] of Object.entries(exampleSchemas)) {
    assert.equal(problemOf(schema), undefined, name);
    for (const catalogue of Object.values(catalogues)) {
      assert.ok(`example.${name}` in catalogue, name);
      assert.ok(`example.${name}.prompt` in catalogue, name);
    }
  }
});

test('an example allows no member that it does not require', () => {
  const check = ({ properties, required, additionalProperties, items }, where) => {
    if (properties !== undefined) {
      assert.deepEqual(required, Object.keys(properties), where);
      assert.equal(additionalProperties, false, where);
      for (const [name, member] of Object.entries(properties)) check(member, `${where}.${name}`);
    }
    if (items !== undefined) check(items, `${where}[]`);
  };
  for (const [name, schema] of Object.entries(exampleSchemas)) check(JSON.parse(schema), name);
});
