import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DocumentFold } from '../../../webapp/structured/fold.js';
import { jsonText } from '../../../webapp/structured/json.js';
import { random, seed } from './random.js';

function foldOf(...chunks) {
  const fold = new DocumentFold();
  for (const chunk of chunks) fold.apply(chunk);
  return fold;
}

/** The document that chunks tell of. */
function folded(...chunks) {
  return jsonText(foldOf(...chunks).value);
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
  fold.apply('{"data":{"title":""}}');
  assert.equal(jsonText(fold.value), '{"title":""}');
  fold.apply('{"data":{"title":"科"}}');
  assert.equal(jsonText(fold.value), '{"title":"科"}');
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
    '{"n":1.50,"b":true,"z":null}',
  );
});

test('a number is shown in the characters that the model wrote, and its value is there too', () => {
  const raws = ['1.0', '-0', '1e400', '12345678901234567890', '0.1000'];
  const fold = foldOf(
    '{"data":{"numbers":[]}}',
    ...raws.map((raw, index) => `{"path":"/numbers","data":{"${index}":${raw}}}`),
  );
  assert.equal(jsonText(fold.value), `{"numbers":[${raws}]}`);
  const { items } = fold.value.members.get('numbers');
  assert.deepEqual(items.map(({ value }) => value), [1, -0, Infinity, 12345678901234567000, 0.1]);
});

test('members stand in the order of the model, also when their names are numbers', () => {
  assert.equal(folded('{"data":{"10":1}}', '{"data":{"2":2}}'), '{"10":1,"2":2}');
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
  for (const scalar of ['3', '-0.0', '1e400', 'false', 'null']) assert.equal(folded(`{"data":${scalar}}`), scalar);
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
    const fold = foldOf('{"data":{"tags":[]}}');
    assert.throws(() => fold.apply(JSON.stringify({ path, data: { x: 1 } })), RangeError, path);
  }
  assert.equal({}.x, undefined);
});

test('a path that leads to a value without members is refused', () => {
  for (const value of ['"text"', '1', 'null']) {
    const fold = foldOf(`{"data":{"a":${value}}}`);
    assert.throws(() => fold.apply('{"path":"/a","data":{"b":1}}'), RangeError);
    assert.throws(() => fold.apply('{"path":"/a/b","data":{"c":1}}'), RangeError);
  }
});

test('a chunk of another form is refused', () => {
  for (const chunk of ['{}', '[]', '1', '{"path":1,"data":{"a":1}}', '{"path":"/a","data":"text"}']) {
    assert.throws(() => foldOf(chunk), RangeError, chunk);
  }
});

test('an array has no holes', () => {
  for (const index of ['1', '4294967294', '-1', '1e3', 'length', '__proto__']) {
    const fold = foldOf('{"data":[]}');
    assert.throws(() => fold.apply(`{"data":{"${index}":"x"}}`), RangeError, index);
    assert.equal(fold.value.items.length, 0);
  }
});

test('a value never changes type and never comes twice', () => {
  const pairs = [['"a"', '1'], ['1', '1'], ['1', '"a"'], ['{}', '{}'], ['[]', '"a"'], ['null', 'true']];
  for (const [first, second] of pairs) {
    const member = (name, value) => `{"data":{"${name}":${value}}}`;
    assert.throws(() => folded(member('a', first), member('a', second)), RangeError);
    assert.throws(() => folded('{"data":[]}', member('0', first), member('0', second)), RangeError);
  }
  assert.throws(() => folded('{"data":1}', '{"data":1}'), RangeError);
  assert.throws(() => folded('{"data":{}}', '{"data":[]}'), RangeError);
});

test('says which value was written last', () => {
  const fold = new DocumentFold();
  assert.deepEqual(fold.apply('{"data":{"title":""}}'), ['title']);
  assert.deepEqual(fold.apply('{"data":{"a/b":[]}}'), ['a/b']);
  assert.deepEqual(fold.apply('{"path":"/a~1b","data":{"0":"a"}}'), ['a/b', '0']);
  assert.deepEqual(new DocumentFold().apply('{"data":"text"}'), []);
  assert.deepEqual(new DocumentFold().apply('{"data":{}}'), []);
});

test('what has grown has a new revision, and nothing else has', () => {
  const fold = foldOf('{"data":{"done":[]}}', '{"data":{"list":[]}}', '{"path":"/list","data":{"0":"a"}}');
  const revisions = () => {
    const [done, list] = fold.value.members.values();
    return [fold.value, done, list, list.items[0]].map(({ revision }) => revision);
  };
  const before = revisions();
  fold.apply('{"path":"/list","data":{"0":"b"}}');
  const grown = revisions().map((revision, index) => revision > before[index]);
  assert.deepEqual(grown, [true, false, true, true]);
});

/** Random documents: the text of each without white space, and the chunks that a server makes of it. */
function randomDocuments() {
  const { number, pick } = random();
  const names = ['title', '', '10', '2', 'a/b', 'm~n', '~1', '__proto__', 'constructor', 'toString', '科', '"\\'];
  const numbers = ['0', '-0', '1.0', '1e400', '-2.50E-3', '12345678901234567890', '0.1'];
  const texts = ['', '科技', 'line\nbreak', '1.0', '"', '🌊', '\u0000'];

  /** @returns {string} the text of a value; the chunks that tell of it are appended */
  function value(chunks, path, member, depth) {
    const tell = (json) => {
      const at = path === '' ? '' : `"path":${JSON.stringify(path)},`;
      const data = member === undefined ? json : `{${JSON.stringify(member)}:${json}}`;
      chunks.push(`{${at}"data":${data}}`);
    };
    const inside = member === undefined ? '' : `${path}/${escaped(member)}`;
    switch (number(depth > 4 ? 3 : 6)) {
      case 0: {
        const raw = pick(numbers);
        tell(raw);
        return raw;
      }
      case 1: {
        const literal = pick(['true', 'false', 'null']);
        tell(literal);
        return literal;
      }
      case 2:
      case 3: {
        const pieces = ['', ...Array.from({ length: number(4) }, () => pick(texts))];
        for (const piece of pieces) tell(JSON.stringify(piece));
        return JSON.stringify(pieces.join(''));
      }
      case 4: {
        tell('[]');
        const items = Array.from({ length: number(4) }, (_, index) =>
          value(chunks, inside, String(index), depth + 1),
        );
        return `[${items}]`;
      }
      default: {
        const members = names.filter(() => number(4) === 0);
        // The root object is announced by its first member.
        if (member !== undefined || members.length === 0) tell('{}');
        const parts = members.map(
          (name) => `${JSON.stringify(name)}:${value(chunks, inside, name, depth + 1)}`,
        );
        return `{${parts}}`;
      }
    }
  }

  return Array.from({ length: 2000 }, () => {
    const chunks = [];
    return { text: value(chunks, '', undefined, 0), chunks };
  });
}

const escaped = (token) => token.replaceAll('~', '~0').replaceAll('/', '~1');

test('the chunks of any document fold into exactly its text', () => {
  for (const { text, chunks } of randomDocuments()) {
    assert.equal(folded(...chunks), text, `seed ${seed}: ${chunks.join(' ')}`);
  }
});
