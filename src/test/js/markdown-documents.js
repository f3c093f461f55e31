/** Documents for the tests of Markdown: random ones, and long ones of one kind. Needs no DOM. */

const PIECES = [
  'para ', 'text **bold** ', '*em* ', '`code` ', '[l](http://a.b/) ', '[r] ', '[r][] ', '![i](https://a.b/i.png) ',
  '\n', '\n', '\n\n', '\n\n', '- ', '* ', '+ ', '1. ', '2. ', '1) ', '10. ', '  - ', '    ', '   ', '  \n', '\t',
  '> ', '> > ', '# ', '## ', '```\n', '```js\n', '\n```\n', '```', '~~~\n', '| a | b |\n', '|---|---|\n', '| 1 | 2 |\n',
  '|', '---\n', '***\n', '===\n', '<div>\n', '</div>\n', '<!-- ', '-->\n', '<br>', '[r]: http://x.y/\n', '"title"\n',
  '\\', '中文，', '**重点：**', '- [ ] ', '- [x] ', 'a', 'b', '!', '_', '`', '~~删~~', '&amp;', '\r\n', '*', '**', '[',
  '](', 'https://a.b/c ',
];

/** A random document, and the numbers that come after it, which depend on the seed alone (mulberry32). */
export function seeded(seed) {
  let state = seed;
  function number(below) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  }
  const length = 3 + number(25);
  const document = Array.from({ length }, () => PIECES[number(PIECES.length)]).join('');
  return { number, document };
}

function grown(unit, length) {
  let text = '';
  for (let index = 1; text.length < length; index++) text += unit(index);
  return text;
}

const SENTENCE = 'A stream is read by **cursors**; each knows its `position`, and [resumes](https://a.b/) there. ';

/** Answers of one kind, of some length in UTF-16 units. */
export const LONG = {
  prose: (length) =>
    grown((index) => (index % 6 === 0 ? `## Part ${index}\n\n` : `${SENTENCE.repeat(3)}这是**重点：**内容，共 ${index} 项。\n\n`), length),
  code: (length) => '```java\n' + grown((index) => `    int value${index} = compute(${index}, "text"); // why\n`, length) + '```\n',
  list: (length) => grown((index) => `- **Item ${index}**: what it is, with \`code\` and more words\n`, length),
  table: (length) => '| name | what | why |\n|---|---|---|\n' + grown((index) => `| row ${index} | **bold** words | \`code\` |\n`, length),
  paragraph: (length) => grown((index) => `Sentence ${index} has **bold words**, \`code\` and 3 * 4 in it. `, length),
  quote: (length) => grown((index) => `> Line ${index} of what somebody said, **at length**\n`, length),
  nested: (length) => '1. all in one\n' + grown((index) => `   - part ${index} of it, *slowly*\n`, length),
};
