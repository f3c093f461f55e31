import { lex } from './lexer.js';
import { EAGER_LENGTH, LAZY_SHARE, LINEWISE_LENGTH } from './limits.js';
import { closeLast, undecidedLength } from './unfinished.js';

/**
 * What an update changes: the blocks from one on. A list or a table that goes on has only its last items or rows here:
 * `continues` tells how many are before them. One that is `guessed` is shown as it will probably be.
 *
 * @typedef {{type: 'blocks', from: number, tokens: import('./lexer.js').Token[], references: boolean}} Blocks
 * What came is shown as it is, behind the last block, until the block is read again.
 * @typedef {{type: 'plain', text: string}} Plain
 * The last block is code, of which more came. The text is all of it.
 * @typedef {{type: 'code', text: string}} Code
 */

/**
 * The blocks of a growing text, each read once: only from the start of the last block, item or row on is the text read
 * again. When the text has ended it is read as a whole, so what is shown then is what it says, whatever was guessed.
 * One instance for one text. Needs no DOM.
 */
export class GrowingBlocks {
  #text = '';
  /** Where what is not finished begins. */
  #start = 0;
  /** How many blocks are finished. */
  #finished = 0;
  /** @type {{count: number, loose: boolean, head: string}|undefined} the block at `#start` is a list or a table, of which
   * so many items or rows are finished; a table's head is read again with each of its rows */
  #part = undefined;
  /** @type {{from: number, line: number, closing: RegExp}|undefined} the last block is open code, whose text begins at
   * `from` and whose last line begins at `line` */
  #fence = undefined;
  /** How much of the text is shown, and how much of it was there when it was last read. */
  #shown = 0;
  #read = 0;

  /**
   * @param {string} more what has come since, with \n alone at the ends of lines
   * @returns {Blocks|Plain|Code}
   */
  append(more) {
    this.#text += more;
    return this.#growCode() ?? this.#growPlain() ?? this.#readUnfinished();
  }

  /**
   * The text has ended.
   *
   * @param {string} [more] the last piece
   * @returns {Blocks} all of them
   */
  end(more = '') {
    this.#text += more;
    const { tokens, references } = lex(this.#text);
    return { type: 'blocks', from: 0, tokens: tokens.filter(isShown), references };
  }

  #readUnfinished() {
    const head = this.#part?.head ?? '';
    const rest = this.#text.slice(this.#start);
    const shownLength = rest.length - undecidedLength(rest, head !== '');
    const { tokens, references } = lex(head + rest.slice(0, shownLength));
    const change = { type: 'blocks', from: this.#finished, tokens: tokens.filter(isShown), references };
    const [first] = change.tokens;
    if (this.#part !== undefined && first !== undefined) {
      first.continues = this.#part.count;
      first.loose ||= this.#part.loose;
    }
    this.#shown = this.#start + shownLength;
    this.#read = this.#text.length;
    this.#finish(tokens, head + rest.slice(0, shownLength), this.#start - head.length);
    if (this.#fence === undefined && closeLast(change.tokens)) change.tokens.at(-1).guessed = true;
    return change;
  }

  /** A long block is not read again for every piece. */
  #growPlain() {
    const unfinished = this.#text.length - this.#start;
    if (unfinished <= EAGER_LENGTH) return undefined;
    const grown = this.#text.length - this.#read;
    if (grown * LAZY_SHARE >= unfinished) return undefined;
    const ends = unfinished <= LINEWISE_LENGTH ? '\n' : '\n\n';
    if (this.#text.indexOf(ends, Math.max(this.#start, this.#read - 1)) !== -1) return undefined;
    const text = this.#text.slice(this.#shown);
    this.#shown = this.#text.length;
    return { type: 'plain', text };
  }

  /** Code needs no reading: only the line that closes it is looked for. */
  #growCode() {
    if (this.#fence === undefined) return undefined;
    const { from, line, closing } = this.#fence;
    if (closing.test(this.#text.slice(line))) {
      this.#fence = undefined;
      // To be read at once, however long it is.
      this.#read = this.#start;
      return undefined;
    }
    this.#fence.line = Math.max(from, this.#text.lastIndexOf('\n') + 1);
    const undecided = CLOSING_BEGUN.test(this.#text.slice(this.#fence.line));
    this.#shown = this.#text.length;
    return { type: 'code', text: codeText(this.#text.slice(from, undecided ? this.#fence.line : undefined)) };
  }

  /**
   * Moves `#start` behind what cannot change any more: all blocks before the last one, if that has surely begun, or all;
   * and then all items or rows of the last one but its last.
   *
   * @param {import('./lexer.js').Token[]} tokens
   * @param {string} text of the tokens
   * @param {number} offset of that text
   */
  #finish(tokens, text, offset) {
    if (lengthOf(tokens) !== text.length) return;
    const index = tokens.findLastIndex((token) => token.type !== 'space');
    if (index === -1) return;
    const last = tokens[index];
    if (isOver(last, text)) {
      this.#finishBefore(tokens.length, tokens, offset);
      return;
    }
    const begun = lastSurelyBegun(tokens, index, text);
    if (begun > 0) this.#finishBefore(begun, tokens, offset);
    if (begun !== index) return;
    const at = lengthOf(tokens.slice(0, index));
    if (last.type === 'list') this.#finishItems(last.items, text.slice(at));
    else if (last.type === 'table') this.#finishRows(last, text.slice(at), offset + at);
    else if (last.type === 'code') this.#openFence(text.slice(at));
  }

  #finishBefore(index, tokens, offset) {
    const before = tokens.slice(0, index);
    this.#finished += before.filter(isShown).length;
    this.#start = offset + lengthOf(before);
    this.#part = undefined;
  }

  #finishItems(items, text) {
    const last = items.findLastIndex((_, index) => ITEM_BEGUN.test(text.slice(lengthOf(items.slice(0, index)))));
    if (last <= 0) return;
    const before = items.slice(0, last);
    this.#part = {
      count: (this.#part?.count ?? 0) + before.length,
      loose: (this.#part?.loose ?? false) || before.some(isSpaced),
      head: '',
    };
    this.#start += lengthOf(before);
  }

  #finishRows(table, text, offset) {
    const [header, ruler, ...rows] = text.split('\n');
    // The last one is not whole, or not there yet.
    rows.pop();
    if (rows.length === 0 || rows.length > table.rows.length || rows.some((row) => row.trim() === '')) return;
    const head = `${header}\n${ruler}\n`;
    this.#part = { count: (this.#part?.count ?? 0) + rows.length, loose: false, head };
    this.#start = offset + head.length + rows.join('\n').length + 1;
  }

  #openFence(text) {
    const fence = FENCE.exec(text);
    if (fence === null) return;
    const closing = closingLine(fence[1]);
    if (closing.test(text.slice(fence[0].length))) return;
    const from = this.#start + fence[0].length;
    this.#fence = { from, line: from, closing };
  }
}

function isShown(token) {
  return token.type !== 'space' && token.type !== 'def';
}

function lengthOf(tokens) {
  return tokens.reduce((sum, token) => sum + token.raw.length, 0);
}

/** Code whose lines are taken as they are: its fence is not indented. */
const FENCE = /^(`{3,}|~{3,})[^\n]*\n/;
const CLOSING_BEGUN = /^ {0,3}(?:`+|~+)? *$/;

function closingLine(mark) {
  return new RegExp(`^ {0,3}${mark}[~\`]* *$`, 'm');
}

/** The line end before the closing line is not part of the code. */
function codeText(text) {
  return text.endsWith('\n') ? text.slice(0, -1) : text;
}

/** With a tab in it, it is part of a paragraph, by marked. */
const BLANK_LINE_BEFORE = /\n *\n$/;
/** UTF-16 units. A blank line with more blanks in it is not noticed, and the block before it is finished later. */
const BLANK_LINE_LENGTH = 256;

function hasBlankLineBefore(text, at) {
  return BLANK_LINE_BEFORE.test(text.slice(Math.max(0, at - BLANK_LINE_LENGTH), at));
}

/** What does not go on behind a blank line. */
const ENDS_AT_BLANK_LINE = new Set(['paragraph', 'heading', 'hr', 'table', 'blockquote']);

/** A bullet alone may still become something else, and does not begin a list. */
const ITEM_BEGUN = /^ {0,3}(?:[*+-]|\d{1,9}[.)])[ \t]+\S.*\n/;

/** Whether nothing that follows can be part of the last block. */
function isOver(token, text) {
  if (token.type === 'code') {
    const fence = FENCE.exec(token.raw);
    return fence !== null && text.endsWith('\n') && closingLine(fence[1]).test(token.raw.slice(fence[0].length));
  }
  return ENDS_AT_BLANK_LINE.has(token.type) && hasBlankLineBefore(text, text.length);
}

/** What interrupts a paragraph by its first line alone, even if the paragraph might turn out to be a heading. */
const INTERRUPTS = /^(?:(?:[*+-]|\d{1,9}[.)]) | {0,3}(?:>|#|`{3}|~{3}))/;

/** The last block that is one of its own whatever follows: the first one, if no other. */
function lastSurelyBegun(tokens, last, text) {
  let index = last;
  for (let at = lengthOf(tokens.slice(0, last)); index > 0; index--, at -= tokens[index].raw.length) {
    if (tokens[index].type !== 'space' && hasSurelyBegun(tokens, index, text, at)) return index;
  }
  return 0;
}

function hasSurelyBegun(tokens, index, text, at) {
  const before = tokens.slice(0, index).findLast((token) => token.type !== 'space');
  const blank = hasBlankLineBefore(text, at);
  if (blank && before !== undefined && ENDS_AT_BLANK_LINE.has(before.type)) return true;
  if (!text.includes('\n', at)) return false;
  if (blank || before === undefined) return true;
  // A rule between two lines may still be part of a heading, by marked; a definition's title may be on the next line.
  if (before.type === 'hr' || before.type === 'def') return false;
  const { type, raw } = tokens[index];
  return type !== 'paragraph' && INTERRUPTS.test(raw);
}

/** What makes a list loose, by marked: a blank line in an item, or behind it if another follows. */
function isSpaced(item) {
  return (
    /\n[ \t]*\n[ \t]*$/.test(item.raw) ||
    item.tokens.some((token) => token.type === 'space' && /\n.*\n/.test(token.raw))
  );
}
