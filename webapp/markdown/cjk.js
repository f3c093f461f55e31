/**
 * What is written without spaces: ideographs, kana, hangul, bopomofo, their punctuation, and full-width forms. No space
 * (U+3000) among them. For a character class with the flag `u`.
 */
export const CJK =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Bopomofo}' +
  '\\u3001-\\u303F\\u3099-\\u309C\\u30A0\\u30FB\\u30FC\\uFE10-\\uFE1F\\uFE30-\\uFE4F\\uFF01-\\uFF9F\\uFFE0-\\uFFE6';

/** Where the first of them is. */
export const CJK_CHARACTER = new RegExp(`[${CJK}]`, 'u');

/*
 * CommonMark decides by the neighbours of a run of * whether it can open or close: one between a punctuation mark and a
 * letter can do only one of both. So 这是**重点：**内容 stays as it is, because nobody writes a space behind the colon.
 * The rule here is the one of https://github.com/tats-u/markdown-cjk-friendly: CJK punctuation counts as a letter, and a
 * CJK neighbour outside counts as a space does. Where there is no CJK character, nothing changes; nor does it for _.
 *
 *   opens:  not before a space; before non-CJK punctuation only after a space, non-CJK punctuation or a CJK character
 *   closes: not after a space; after non-CJK punctuation only before a space, non-CJK punctuation or a CJK character
 */
const LETTER = `(?:[^\\s\\p{P}\\p{S}${CJK}]|~)`;
const WIDE = `[${CJK}]`;
const MARK = `(?![*~${CJK}])[\\p{P}\\p{S}]`;

/** An opening run; group 1 is the punctuation after it. In the form of marked's rule `emStrongLDelim`. */
export const OPENING = new RegExp(`^\\*+(?:(${MARK})|[^\\s*])`, 'u');

/** What lets a run open before punctuation. In the form of marked's rule `punctuation`. */
export const BEFORE_OPENING = new RegExp(`^(?:[\\s~]|${WIDE}|(?!_)${MARK})`, 'u');

/**
 * The next run, by what it can do. In the form of marked's rule `emStrongRDelimAst`, whose groups are: 1 and 2 close, 3
 * and 4 open, 5 and 6 do both.
 */
export const NEXT_RUN = new RegExp(
  [
    '^[^_*]*?__[^_*]*?\\*[^_*]*?(?=__)',
    '[^*]+(?=[^*])',
    `(?:${MARK}|${WIDE})(\\*+)(?!\\*)(?=\\s|$)`,
    `${LETTER}(\\*+)(?!\\*)(?=\\s|${MARK}|$)`,
    `${MARK}(\\*+)(?!\\*)(?=${LETTER})`,
    `\\s(\\*+)(?!\\*)(?=\\S)`,
    `(?:${MARK}|${WIDE})(\\*+)(?!\\*)(?=${MARK}|${WIDE})`,
    `(?:${LETTER}|${WIDE})(\\*+)(?!\\*)(?=${LETTER}|${WIDE})`,
  ].join('|'),
  'gu',
);
