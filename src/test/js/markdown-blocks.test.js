import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GrowingBlocks } from '../../../webapp/markdown/blocks.js';
import { LINEWISE_LENGTH } from '../../../webapp/markdown/limits.js';
import { LONG, seeded } from './markdown-documents.js';
import { seed } from './random.js';

/** What a page would hold: the blocks, brought up to date by each change. */
function apply(blocks, change) {
  if (change.type === 'code') blocks.at(-1).text = change.text;
  if (change.type !== 'blocks') return;
  const tokens = change.tokens.map((token, index) => {
    if (token.continues === undefined) return token;
    const before = blocks[change.from + index];
    assert.equal(before?.type, token.type, 'what goes on has begun');
    const parts = token.type === 'list' ? 'items' : 'rows';
    return { ...token, start: before.start, [parts]: [...before[parts].slice(0, token.continues), ...token[parts]] };
  });
  blocks.splice(change.from, Infinity, ...tokens);
}

/** What of a block decides how it looks, without what is only where it ends. */
function essence({ type, raw, lang, text, ordered, start, items, rows, header, loose }) {
  if (type === 'list') return { type, ordered, start, loose, items: items.map((item) => item.raw.trimEnd()) };
  if (type === 'table') {
    return { type, header: header.map((cell) => cell.text), rows: rows.map((row) => row.map((cell) => cell.text)) };
  }
  return type === 'code' ? { type, lang, text } : { type, raw: raw.trimEnd() };
}

function grow(text, pieces) {
  const growing = new GrowingBlocks();
  const blocks = [];
  const changes = [];
  let start = 0;
  for (const length of pieces) {
    const change = growing.append(text.slice(start, start + length));
    changes.push(change);
    apply(blocks, change);
    start += length;
    if (start >= text.length) break;
  }
  return { blocks, changes, whole: growing.end().tokens };
}

function* every(length) {
  for (;;) yield length;
}

test('finishes no block that the rest of the text would change, in random documents', () => {
  for (let number = seed; number < seed + 2_000; number++) {
    const { document } = seeded(number);
    // The last line says that nothing before it is open, and nothing of it is held back.
    const text = `${document.replaceAll('\r', '')}\n\nthe end\n\n`;
    for (const length of [1, 2, 5]) {
      const { blocks, whole } = grow(text, every(length));
      assert.deepEqual(blocks.map(essence), whole.map(essence), `SEED=${number}, pieces of ${length}: ${JSON.stringify(text)}`);
    }
  }
});

/** How much text was read for all the changes. */
function charactersOf(changes) {
  const raw = (token) => token.raw.length;
  return changes
    .filter((change) => change.type === 'blocks')
    .flatMap((change) => change.tokens)
    .reduce((sum, token) => sum + raw(token), 0);
}

for (const kind of ['prose', 'code', 'list', 'table']) {
  test(`reads a piece of ${kind} at the same cost wherever it comes`, () => {
    const cost = (length) => charactersOf(grow(LONG[kind](length), every(8)).changes) / length;
    const short = cost(8_000);
    assert.ok(cost(64_000) <= short * 1.2, `${cost(64_000)} characters each instead of ${short}`);
  });
}

for (const kind of ['paragraph', 'quote', 'nested']) {
  test(`reads a long ${kind} again only now and then`, () => {
    const text = LONG[kind](64_000);
    const { changes } = grow(text, every(8));
    const beyond = changes.slice(Math.ceil(LINEWISE_LENGTH / 8));
    const read = beyond.filter((change) => change.type === 'blocks').length;
    assert.ok(read > 0 && read <= 64, `${read} of ${beyond.length}`);
    assert.ok(beyond.every((change) => change.type === 'blocks' || change.text !== ''));
  });
}

test('shows code from its first line on, and not the line that may close it', () => {
  const growing = new GrowingBlocks();
  growing.append('```js\n');
  assert.deepEqual(growing.append('let a'), { type: 'code', text: 'let a' });
  assert.deepEqual(growing.append(';\n'), { type: 'code', text: 'let a;' });
  assert.deepEqual(growing.append('``'), { type: 'code', text: 'let a;' });
  assert.deepEqual(growing.append('x'), { type: 'code', text: 'let a;\n``x' });
  const closed = growing.append('\n```\n');
  assert.equal(closed.tokens[0].text, 'let a;\n``x');
  assert.equal(growing.append('after').from, 1);
});

const types = (change) => change.tokens.map((token) => token.type);

test('does not take a line for a heading before it is more than its underline', () => {
  const growing = new GrowingBlocks();
  assert.deepEqual(types(growing.append('Points:\n-')), ['paragraph']);
  assert.deepEqual(types(growing.append(' one')), ['paragraph', 'list']);
});

test('shows a table when its ruler is there', () => {
  const growing = new GrowingBlocks();
  assert.deepEqual(types(growing.append('See\n\n| a | b')), ['paragraph']);
  assert.deepEqual(types(growing.append(' |\n|--')), []);
  assert.deepEqual(types(growing.append('-|---|\n| 1')), ['table']);
});

test('resolves references when the text has ended, wherever their definitions are', () => {
  const growing = new GrowingBlocks();
  growing.append('See [it][1].\n\nMore.\n\n');
  const { tokens, references } = growing.end('[1]: https://a.b/\n');
  assert.equal(references, true);
  assert.equal(tokens[0].tokens[1].href, 'https://a.b/');
});
