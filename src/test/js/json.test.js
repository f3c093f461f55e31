import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonText, parseJson } from '../../../webapp/structured/json.js';
import { random, seed } from './random.js';

const anew = (text) => jsonText(parseJson(text));

/** What JSON.parse makes of a text, or that it refuses it. */
function platform(text) {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return 'refused';
  }
}

function ours(text) {
  try {
    return { value: JSON.parse(anew(text)) };
  } catch {
    return 'refused';
  }
}

function errorOf(text) {
  try {
    parseJson(text);
  } catch ({ name, expected, offset }) {
    return { name, expected, offset };
  }
  return assert.fail(`${text} was taken`);
}

test('a number keeps the characters it was written in, beside its value', () => {
  for (const raw of ['1.0', '-0', '-0.0', '1e400', '1E+2', '12345678901234567890', '0.10000000000000000001']) {
    assert.deepEqual(parseJson(raw), { kind: 'number', raw, value: Number(raw), revision: 0 });
    assert.equal(anew(`{"n":[${raw}]}`), `{"n":[${raw}]}`);
  }
});

test('digits in a string are no number', () => {
  assert.equal(anew('{"1.0":"1.0"}'), '{"1.0":"1.0"}');
});

test('members keep their order, also when their names are numbers', () => {
  assert.equal(anew('{"10":1,"2":2,"a":3,"1":4}'), '{"10":1,"2":2,"a":3,"1":4}');
});

test('names of the language are members like any other', () => {
  const text = '{"__proto__":{"x":1},"constructor":2,"toString":3,"hasOwnProperty":4}';
  assert.equal(anew(text), text);
  assert.equal({}.x, undefined);
});

test('strings are read with all their escapes', () => {
  const text = String.raw`"\"\\\/\b\f\n\r\t\u79D1\ud83c\udf0a 科技 🌊"`;
  assert.equal(parseJson(text).text, JSON.parse(text));
});

test('white space may stand everywhere between tokens', () => {
  assert.equal(anew(' {\n"a" :\t[ 1 , true ]\r\n, "b" : { } } '), '{"a":[1,true],"b":{}}');
});

test('a string of millions of characters is read', () => {
  const text = 'x'.repeat(5_000_000);
  assert.equal(parseJson(`"${text}"`).text.length, text.length);
});

test('an indented text is that of JSON.stringify, but for the numbers', () => {
  const text = '{"a":[1,{"b":[]},{}],"c":{"d":"e","f":null}}';
  assert.equal(jsonText(parseJson(text), 2), JSON.stringify(JSON.parse(text), null, 2));
  assert.equal(jsonText(parseJson('[1.0]'), 2), '[\n  1.0\n]');
});

test('says what is missing and where', () => {
  const cases = [
    ['', 'value', 0],
    ['{"a":}', 'value', 5],
    ['[1,]', 'value', 3],
    ['tru', 'value', 0],
    ['{a:1}', 'name', 1],
    ['{"a":1,}', 'name', 7],
    ['{"a" 1}', 'colon', 5],
    ['{"a":1', 'memberEnd', 6],
    ['{"a":1 "b":2}', 'memberEnd', 7],
    ['[1 2]', 'itemEnd', 3],
    ['[01]', 'itemEnd', 2],
    ['"a', 'string', 2],
    ['"a\n"', 'string', 2],
    [String.raw`"\x"`, 'escape', 1],
    ['{} {}', 'end', 3],
  ];
  for (const [text, expected, offset] of cases) {
    assert.deepEqual(errorOf(text), { name: 'JsonTextError', expected, offset }, text);
  }
});

test('takes what JSON.parse takes and refuses what it refuses', () => {
  const { pick, number } = random();
  const tokens = ['{', '}', '[', ']', ',', ':', '"a"', '"', '\\', 'u0041', '-', '0', '1', '.5', 'e', '+', 'E9'];
  tokens.push('true', 'null', 'fals', ' ', '\n', '\u0000', '\u00a0', '\ufeff', '"\\u12"', '[]', '{"b":1}');
  let taken = 0;
  for (let run = 0; run < 20_000; run++) {
    const text = Array.from({ length: 1 + number(7) }, () => pick(tokens)).join('');
    const expected = platform(text);
    assert.deepEqual(ours(text), expected, `${JSON.stringify(text)}, seed ${seed}`);
    if (expected !== 'refused') taken++;
  }
  assert.ok(taken > 500, `only ${taken} texts were JSON`);
});
