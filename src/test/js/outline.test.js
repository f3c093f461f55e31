import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_APPLIED_SCHEMAS, MAX_COLUMNS, outlineOf } from '../../../webapp/fields/outline.js';

const outline = (schema) => outlineOf(JSON.stringify(schema));
const text = { type: 'string' };
const number = { type: 'number' };
const object = (properties) => ({ type: 'object', properties });

test('no schema, and one that allows anything, tell nothing', () => {
  assert.equal(outlineOf(' \n'), undefined);
  assert.equal(outlineOf('true'), undefined);
  const anything = outline({});
  assert.equal(anything.kind, undefined);
  assert.deepEqual(anything.members, []);
  assert.equal(anything.member('a'), undefined);
  assert.equal(anything.item(0), undefined);
});

test('members come in the order of the schema, whatever their names are', () => {
  const schema = '{"properties":{"b":{},"2":{},"__proto__":{"title":"P"},"":{},"1":{},"a/b~c":{},"gone":false}}';
  const root = outlineOf(schema);
  assert.deepEqual(root.members, ['b', '2', '__proto__', '', '1', 'a/b~c']);
  assert.equal(root.kind, 'object');
  assert.equal(root.member('__proto__').title, 'P');
  assert.equal(root.member('constructor'), undefined);
});

test('a place is named by title and description, and blank ones are none', () => {
  const root = outline({ title: 'Order', description: 'What is bought', properties: { a: { title: ' ' } } });
  assert.equal(root.title, 'Order');
  assert.equal(root.description, 'What is bought');
  assert.equal(root.member('a').title, undefined);
});

for (const [kind, schema] of [
  ['object', { type: 'object' }],
  ['object', { properties: {} }],
  ['object', { type: ['null', 'object'] }],
  ['array', { type: 'array' }],
  ['array', { items: text }],
  ['array', { prefixItems: [text] }],
  ['scalar', text],
  ['scalar', { type: ['string', 'number', 'null'] }],
  ['scalar', { enum: [1, 2] }],
  ['scalar', { const: 'a' }],
  ['scalar', { anyOf: [{ type: 'null' }, text] }],
  [undefined, { type: ['string', 'object'] }],
  [undefined, { oneOf: [text, object({})] }],
]) {
  test(`${JSON.stringify(schema)} will be ${kind}`, () => assert.equal(outline(schema).kind, kind));
}

test('a reference within the schema is followed, and the words beside it go first', () => {
  const root = outline({
    properties: {
      buyer: { $ref: '#/$defs/per~1son', title: 'Buyer' },
      seller: { $ref: '#/definitions/a%20b' },
    },
    $defs: { 'per/son': { title: 'Person', ...object({ name: text }) } },
    definitions: { 'a b': { $ref: '#/$defs/per~1son' } },
  });
  assert.equal(root.member('buyer').title, 'Buyer');
  assert.deepEqual(root.member('buyer').members, ['name']);
  assert.equal(root.member('seller').title, 'Person');
});

test('a reference that leads nowhere, away or in a circle tells nothing', () => {
  for (const $ref of ['#/$defs/none', '#anchor', 'https://example.com/schema', '#/%zz', '#/properties/a']) {
    const place = outline({ properties: { a: { $ref } } }).member('a');
    assert.equal(place.kind, undefined, $ref);
    assert.deepEqual(place.members, []);
  }
});

test('a schema within itself is known as such', () => {
  const root = outline({ ...object({ name: text, child: { $ref: '#' } }) });
  assert.equal(root.recurs, false);
  assert.equal(root.member('name').recurs, false);
  assert.equal(root.member('child').recurs, true);
  assert.deepEqual(root.member('child').members, ['name', 'child']);
});

test('the same schema at two places is not one within itself', () => {
  const root = outline({ ...object({ a: { $ref: '#/$defs/p' }, b: { $ref: '#/$defs/p' } }), $defs: { p: object({ x: text }) } });
  assert.equal(root.member('b').recurs, false);
});

test('what all of several schemas say is certain', () => {
  const root = outline({ allOf: [object({ a: text }), object({ b: text, a: number })], properties: { c: text } });
  assert.deepEqual(root.members, ['c', 'a', 'b']);
});

test('of branches one beside null is certain, and several are asked when a member comes', () => {
  const nullable = outline({ anyOf: [object({ a: { title: 'A' } }), { type: 'null' }] });
  assert.deepEqual(nullable.members, ['a']);
  const either = outline({ oneOf: [object({ a: { title: 'A' } }), object({ b: { title: 'B' } })] });
  assert.deepEqual(either.members, []);
  assert.equal(either.member('b').title, 'B');
  const conditional = outline({ if: {}, then: object({ t: { title: 'T' } }), else: object({ e: { title: 'E' } }) });
  assert.equal(conditional.member('e').title, 'E');
});

test('a member that the schema does not name can still have a schema', () => {
  const root = outline({ properties: { a: text }, additionalProperties: { title: 'More', ...number } });
  assert.equal(root.member('z').title, 'More');
  assert.equal(root.member('a').title, undefined);
});

test('items have theirs, the first ones perhaps their own', () => {
  const root = outline({ prefixItems: [{ title: 'First' }], items: { title: 'Other' } });
  assert.equal(root.item(0).title, 'First');
  assert.equal(root.item(1).title, 'Other');
});

const listOf = (properties) => outline({ type: 'array', items: object(properties) });

test('a list of flat objects fits into a table', () => {
  assert.deepEqual(listOf({ item: text, price: number }).columns, ['item', 'price']);
  assert.deepEqual(listOf({ b: { ...text, maxLength: 80 }, a: { ...text, format: 'date' }, c: text }).columns, ['b', 'a', 'c']);
  assert.deepEqual(listOf({ unit: { enum: ['g'] }, paid: { type: 'boolean' } }).columns, ['unit', 'paid']);
});

test('one of other things does not', () => {
  const many = Object.fromEntries(Array.from({ length: MAX_COLUMNS + 1 }, (_, index) => [`n${index}`, number]));
  for (const properties of [
    { heading: text, body: text },
    { one: number },
    many,
    { name: text, tags: { type: 'array' } },
    { name: text, any: {} },
  ]) {
    assert.equal(listOf(properties).columns, undefined, JSON.stringify(properties));
  }
  assert.equal(outline({ type: 'array', items: text }).columns, undefined);
  assert.equal(outline({ prefixItems: [object({ a: number, b: number })] }).columns, undefined);
});

test('schemas that refer to each other without an end are followed so far and no further', () => {
  const $defs = Object.fromEntries(
    Array.from({ length: 3 * MAX_APPLIED_SCHEMAS }, (_, index) => [
      `d${index}`,
      { $ref: `#/$defs/d${index + 1}`, properties: { [`p${index}`]: {} } },
    ]),
  );
  const root = outline({ $ref: '#/$defs/d0', $defs });
  assert.equal(root.members.length, MAX_APPLIED_SCHEMAS - 1);
});
