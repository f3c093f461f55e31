import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lex, lexInline } from '../../../webapp/markdown/lexer.js';
import * as limits from '../../../webapp/markdown/limits.js';

const MARKS = { strong: 'b', em: 'i', del: 's', codespan: 'code', link: 'a' };

/** Running text with its marks as tags, so that cases can be read. */
function marked(tokens) {
  return tokens
    .map(({ type, text, raw, tokens: inner }) => {
      const content = inner === undefined ? (text ?? raw) : marked(inner);
      return type in MARKS ? `<${MARKS[type]}>${content}</${MARKS[type]}>` : content;
    })
    .join('');
}

const inline = (text) => marked(lexInline(text));

/** Emphasis next to what is written without spaces, and what it is to be. */
const WITHOUT_SPACES = [
  ['这是**重点：**内容', '这是<b>重点：</b>内容'],
  ['**注意:**请先备份', '<b>注意:</b>请先备份'],
  ['**重点**：说明', '<b>重点</b>：说明'],
  ['价格为**$100**元', '价格为<b>$100</b>元'],
  ['增长了**50%**左右', '增长了<b>50%</b>左右'],
  ['他说**“你好”**然后走了', '他说<b>“你好”</b>然后走了'],
  ['他说**「你好」**然后走了', '他说<b>「你好」</b>然后走了'],
  ['**一、**“二”', '<b>一、</b>“二”'],
  ['用**`code`**表示', '用<b><code>code</code></b>表示'],
  ['见**[链接](https://a.b/)**处', '见<b><a>链接</a></b>处'],
  ['这是*斜体。*文字', '这是<i>斜体。</i>文字'],
  ['***重点：***内容', '<i><b>重点：</b></i>内容'],
  ['你好**世界！**！', '你好<b>世界！</b>！'],
  ['これは**強調（きょうちょう）**です', 'これは<b>強調（きょうちょう）</b>です'],
  ['**스크립트(script)**라고', '<b>스크립트(script)</b>라고'],
  ['**ＡＢ．**ｃ', '<b>ＡＢ．</b>ｃ'],
  ['**A。**B', '<b>A。</b>B'],
  ['2**3 是八', '2**3 是八'],
  ['中 ** 文 ** 字', '中 ** 文 ** 字'],
  ['中_文_字', '中_文_字'],
  ['中__文：__字', '中__文：__字'],
];

for (const [text, expected] of WITHOUT_SPACES) {
  test(`reads ${text}`, () => assert.equal(inline(text), expected));
}

/** Examples of CommonMark's chapter on emphasis, by their numbers in version 0.31.2. */
const COMMONMARK = [
  [350, '*foo bar*', '<i>foo bar</i>'],
  [351, 'a * foo bar*', 'a * foo bar*'],
  [352, 'a*"foo"*', 'a*"foo"*'],
  [354, '*$*alpha.', '*$*alpha.'],
  [355, 'foo*bar*', 'foo<i>bar</i>'],
  [357, '_foo bar_', '<i>foo bar</i>'],
  [360, 'foo_bar_', 'foo_bar_'],
  [362, 'пристаням_стремятся_', 'пристаням_стремятся_'],
  [366, '*foo bar *', '*foo bar *'],
  [368, '*(*foo)', '*(*foo)'],
  [369, '*(*foo*)*', '<i>(<i>foo</i>)</i>'],
  [378, '**foo bar**', '<b>foo bar</b>'],
  [380, 'a**"foo"**', 'a**"foo"**'],
  [381, 'foo**bar**', 'foo<b>bar</b>'],
  [391, '**(**foo)', '**(**foo)'],
  [392, '*(**foo**)*', '<i>(<b>foo</b>)</i>'],
  [396, '**foo**bar', '<b>foo</b>bar'],
  [409, '*foo **bar** baz*', '<i>foo <b>bar</b> baz</i>'],
  [413, '***foo** bar*', '<i><b>foo</b> bar</i>'],
  [469, '**a<https://foo.bar/?q=**>', '**a<a>https://foo.bar/?q=**</a>'],
];

for (const [number, text, expected] of COMMONMARK) {
  test(`reads example ${number} of CommonMark, ${text}`, () => assert.equal(inline(text), expected));
}

test('takes one tilde for a range, and two for struck out', () => {
  assert.equal(inline('3~5 天，2~4 天'), '3~5 天，2~4 天');
  assert.equal(inline('~~旧~~新'), '<s>旧</s>新');
});

test('ends a bare address where Chinese goes on', () => {
  assert.equal(inline('见https://a.b/c。然后'), '见<a>https://a.b/c</a>。然后');
  assert.equal(inline('**看https://a.b/c：**好'), '<b>看<a>https://a.b/c</a>：</b>好');
});

test('lets no definition of a link go over a blank line', () => {
  assert.equal(lex('[a\n\nb]: /c\n').references, false);
  assert.equal(lex('[a]: /c\n"title"\n').references, true);
});

function depth(tokens, type) {
  return Math.max(
    0,
    ...tokens.map((token) => {
      const inner = token.items?.flatMap((item) => item.tokens) ?? token.tokens ?? [];
      return (token.type === type ? 1 : 0) + depth(inner, type);
    }),
  );
}

test('leaves block quotes and lists as text beyond their depth, and drops nothing', () => {
  const quotes = '> '.repeat(10_000) + 'deep';
  const { tokens } = lex(quotes);
  assert.equal(depth(tokens, 'blockquote'), limits.MAX_BLOCK_DEPTH);
  assert.equal(tokens[0].raw, quotes);
  const lists = '- '.repeat(10_000) + 'deep';
  assert.equal(depth(lex(lists).tokens, 'list'), limits.MAX_BLOCK_DEPTH);
});

test('leaves emphasis as text beyond its depth', () => {
  const { tokens } = lex('*a _b '.repeat(50) + 'x' + ' b_ a*'.repeat(50));
  assert.equal(depth(tokens, 'em') <= limits.MAX_INLINE_DEPTH, true);
  assert.match(tokens[0].raw, /x/);
});

test('takes a table for text when it has too many columns', () => {
  const table = (columns) => '|a'.repeat(columns) + '|\n' + '|-'.repeat(columns) + '|\nb\n';
  assert.equal(lex(table(limits.MAX_TABLE_COLUMNS - 1)).tokens[0].type, 'table');
  assert.equal(lex(table(limits.MAX_TABLE_COLUMNS)).tokens[0].type, 'paragraph');
});

test('knows so many definitions of links and no more', () => {
  const definitions = (count) => Array.from({ length: count }, (_, index) => `[a${index}]: /b\n`).join('');
  const known = (count) => lex(definitions(count)).tokens.filter((token) => token.type === 'def').length;
  assert.equal(known(limits.MAX_DEFINITIONS), limits.MAX_DEFINITIONS);
  assert.equal(known(limits.MAX_DEFINITIONS + 1), limits.MAX_DEFINITIONS);
});

test('searches only so much for the ends of what is never closed', () => {
  const opened = (count) => lexInline(`${'*a '.repeat(count)}**b**`);
  assert.equal(opened(500).at(-1).type, 'strong');
  const [text, ...more] = opened(20_000);
  assert.deepEqual(more, []);
  assert.equal(text.text.length, 60_005);
});

test('takes a paragraph for text when there is a word in it without an end', () => {
  const paragraph = (length) => `**a** ${'x'.repeat(length)}`;
  assert.equal(lexInline(paragraph(limits.MAX_WORD_LENGTH - 1))[0].type, 'strong');
  const text = paragraph(limits.MAX_WORD_LENGTH);
  assert.deepEqual(lexInline(text), [{ type: 'text', raw: text, text, plain: true }]);
});

test('takes a long paragraph of the usual kind for Markdown', () => {
  const tokens = lexInline('Words and **bold words** of which there are many. '.repeat(400));
  assert.equal(tokens.filter((token) => token.type === 'strong').length, 400);
});

/** What makes parsers slow or deep. It is enough that they come back: the runner has a limit. */
const PATHOLOGICAL = {
  brackets: '['.repeat(100_000),
  links: '[a]('.repeat(40_000),
  images: '![a]('.repeat(40_000),
  references: '[a][b'.repeat(40_000),
  ticks: Array.from({ length: 400 }, (_, index) => '`'.repeat(index)).join(' a '),
  stars: '**a'.repeat(30_000),
  tags: '<a '.repeat(50_000),
  comments: '<!--'.repeat(50_000),
  addresses: 'http://'.repeat(30_000),
  mail: 'a@'.repeat(100_000),
  emphasis: '*a '.repeat(30_000),
  words: '_a '.repeat(30_000),
  code: '`a'.repeat(30_000),
  struck: '~~a ~~~b'.repeat(10_000),
  word: 'a'.repeat(200_000),
  lists: Array.from({ length: 1_000 }, (_, index) => ' '.repeat(index) + '- a').join('\n'),
  quotes: Array.from({ length: 300 }, (_, index) => '>'.repeat(index) + ' a').join('\n'),
  lazyQuotes: ('> '.repeat(12) + 'a\nb\n').repeat(500),
  fences: '```\n'.repeat(50_001),
  columns: '|a'.repeat(20_000) + '\n' + '|-'.repeat(20_000) + '\n' + 'a\n'.repeat(20_000),
  rules: '- '.repeat(50_000),
  definitions: '[a\n'.repeat(50_000),
  underlines: 'a\n'.repeat(100_000) + '===',
  blanks: ' \n'.repeat(100_000) + 'x',
  tabs: '\t'.repeat(50_000) + 'a',
};

for (const [name, text] of Object.entries(PATHOLOGICAL)) {
  test(`comes back from ${name}, with all of the text`, () => {
    const { tokens } = lex(text);
    assert.equal(tokens.map((token) => token.raw).join('').length, text.length);
  });
}
