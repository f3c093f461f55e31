import assert from 'node:assert/strict';
import { test } from 'node:test';
import { close, undecidedLength } from '../../../webapp/markdown/unfinished.js';

/** Running text that has not all come, and what is shown of it. */
const OPEN = [
  ['plain', 'plain'],
  ['a **bo', 'a **bo**'],
  ['a **bold*', 'a **bold**'],
  ['a **bold**', 'a **bold**'],
  ['a **bold ', 'a **bold**'],
  ['a **', 'a '],
  ['a *it', 'a *it*'],
  ['a **b *c', 'a **b *c***'],
  ['a ~~st', 'a ~~st~~'],
  ['a `co', 'a `co`'],
  ['a `', 'a '],
  ['a ``co`', 'a ``co``'],
  ['a `**`', 'a `**`'],
  ['see [the pa', 'see the pa'],
  ['see [', 'see '],
  ['see [the page]', 'see [the page]'],
  ['see [the page](https://a', 'see the page'],
  ['see [the page](https://a.b/)', 'see [the page](https://a.b/)'],
  ['see ![a picture](https://a', 'see a picture'],
  ['**see [the pa', '**see the pa**'],
  ['2 * 3 = 6', '2 * 3 = 6'],
  ['snake_case and more', 'snake_case and more'],
  ['a \\*b', 'a \\*b'],
];

for (const [text, shown] of OPEN) {
  test(`shows ${JSON.stringify(text)} as ${JSON.stringify(shown)}`, () => assert.equal(close(text), shown));
}

test('closes nothing that was opened long ago', () => {
  const text = `5*3 ${'and so on '.repeat(30)}`;
  assert.equal(close(text), text);
});

/** The end of a text, and how much of it may still become something else. */
const UNDECIDED = [
  ['text', 0],
  ['text\n', 0],
  ['text\n-', 1],
  ['text\n- ', 2],
  ['text\n- a', 0],
  ['text\n  1', 3],
  ['text\n12.', 3],
  ['text\n## ', 3],
  ['text\n``', 2],
  ['> -', 3],
  ['- [', 3],
  ['- [x] ', 6],
  ['- [x] done', 0],
  ['text\n| a | b', 7],
  ['text\n| a | b |\n', 10],
  ['text\n| a | b |\n|--', 13],
  ['text\n| a | b |\nno table', 0],
];

for (const [text, length] of UNDECIDED) {
  test(`holds back ${length} of ${JSON.stringify(text)}`, () => assert.equal(undecidedLength(text, false), length));
}

test('shows the rows of a table as they come', () => {
  assert.equal(undecidedLength('| 1 | 2', true), 0);
});
