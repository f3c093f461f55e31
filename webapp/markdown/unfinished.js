import { lexInline } from './lexer.js';

/*
 * What is not yet whole, shown as it will probably be: readers should see no marks that vanish a moment later. It needs
 * not be right, for a block that is finished is read without any of this.
 */

/** A line that may still become the mark of a block, or the ruler below a heading, or anything else. */
const UNDECIDED = /^[ \t]*(?:>[ \t]*)*(?:[-=+*_#|`~:]+|\d{1,9}[.)]?|[-+*] \[[ xX]?\]?)?[ \t]*$/;

const ROW = /^[ \t]*\|/;
const RULER = /^[ \t]*[|:\- \t]*$/;

/** UTF-16 units. Whoever opened emphasis or a link that long ago probably meant something else. */
const PROBABLE_LENGTH = 160;

/**
 * How many characters at the end are better not shown yet.
 *
 * @param {string} text of the unfinished block, or blocks
 * @param {boolean} inTable whether its first line is a row
 */
export function undecidedLength(text, inTable) {
  const last = text.lastIndexOf('\n') + 1;
  const line = text.slice(last);
  if (!inTable) {
    // A row without a ruler below it: the head of a table, when the ruler has come.
    if (ROW.test(line) && !ROW.test(lineBefore(text, last))) return text.length - last;
    const before = lineBefore(text, last);
    const start = last - 1 - before.length;
    if (RULER.test(line) && ROW.test(before) && !ROW.test(lineBefore(text, start))) return text.length - start;
  }
  return UNDECIDED.test(line) ? line.length : 0;
}

function lineBefore(text, start) {
  return start === 0 ? '' : text.slice(text.lastIndexOf('\n', start - 2) + 1, start - 1);
}

/**
 * Brings the last piece of running text in some blocks to what it will probably be: emphasis, code and links that are
 * open are closed.
 *
 * @param {import('./lexer.js').Token[]} tokens changed in place
 * @returns {boolean} whether that changed anything
 */
export function closeLast(tokens) {
  const leaf = lastLeaf(tokens);
  if (leaf === undefined) return false;
  const closed = close(leaf.text);
  if (closed === leaf.text) return false;
  leaf.tokens = lexInline(closed);
  return true;
}

function lastLeaf(tokens) {
  const last = tokens.at(-1);
  switch (last?.type) {
    case 'list':
      return lastLeaf(last.items.at(-1).tokens);
    case 'blockquote':
      return lastLeaf(last.tokens);
    case 'table':
      return last.rows.at(-1)?.findLast((cell) => cell.text !== '');
    case 'paragraph':
    case 'heading':
    case 'text':
      return last.tokens?.[0]?.type === 'checkbox' ? undefined : last;
    default:
      return undefined;
  }
}

const RUN = /\\[\s\S]|`+|\*+|_+|~~+|!?\[|\](?:\([^()\s]*(?:\([^()]*\)[^()\s]*)*\)?)?/g;
const SPACE = /\s/;
const WORD_CHARACTER = /[\p{L}\p{N}]/u;

/**
 * Running text with all that is open closed, and without a mark at its end of which nothing can be said yet.
 *
 * @param {string} text
 */
export function close(text) {
  /** @type {{run: string, at: number}[]} */
  const open = [];
  RUN.lastIndex = 0;
  for (let match; (match = RUN.exec(text)) !== null; ) {
    const run = match[0];
    const at = match.index;
    const after = at + run.length;
    const isLast = after === text.length;
    if (run[0] === '\\') continue;
    if (run[0] === '`') {
      const end = closingTicks(text, run.length, after);
      if (end !== -1) RUN.lastIndex = end;
      else if (isLast) return closed(text.slice(0, at), open);
      else if (text.length - after <= PROBABLE_LENGTH) return closed(text.replace(/`+$/, ''), [...open, { run, at }]);
    } else if (run[0] === ']') {
      const bracket = open.findLastIndex((it) => it.run.endsWith('['));
      if (bracket === -1) continue;
      const [link] = open.splice(bracket);
      // An address that is not all there: what it is the address of can be read already.
      if (isLast && run.length > 1 && !run.endsWith(')')) {
        return closed(text.slice(0, link.at) + text.slice(link.at + link.run.length, at), open);
      }
    } else if (isLast && !closesAll(open, text, run, at)) {
      // It opens what has not come, or is the first half of what closes.
      return closed(text.slice(0, at), open);
    } else if (run.endsWith('[')) {
      open.push({ run, at });
    } else {
      follow(open, text, run, at);
    }
  }
  return closed(text, open);
}

function closingTicks(text, length, from) {
  const ticks = /`+/g;
  ticks.lastIndex = from;
  for (let match; (match = ticks.exec(text)) !== null; ) {
    if (match[0].length === length) return ticks.lastIndex;
  }
  return -1;
}

function openerOf(open, text, run, at) {
  return SPACE.test(text[at - 1] ?? ' ') ? -1 : open.findLastIndex((it) => it.run[0] === run[0]);
}

function closesAll(open, text, run, at) {
  const opener = openerOf(open, text, run, at);
  return opener !== -1 && open[opener].run.length <= run.length;
}

/** A run of *, _ or ~ opens or closes. */
function follow(open, text, run, at) {
  const opener = openerOf(open, text, run, at);
  if (opener !== -1) {
    const rest = open[opener].run.length - run.length;
    open.length = rest > 0 ? opener + 1 : opener;
    if (rest > 0) open[opener] = { ...open[opener], run: run[0].repeat(rest) };
  } else if (!SPACE.test(text[at + run.length] ?? ' ') && !(run[0] === '_' && WORD_CHARACTER.test(text[at - 1] ?? ''))) {
    open.push({ run, at });
  }
}

function closed(text, open) {
  let shown = text;
  let marks = '';
  for (const it of open.toReversed()) {
    if (text.length - it.at > PROBABLE_LENGTH) continue;
    if (it.run.endsWith('[')) {
      shown = shown.slice(0, it.at) + shown.slice(it.at + it.run.length);
    } else {
      marks += it.run;
    }
  }
  // Nothing closes after a space.
  return marks === '' ? shown : shown.trimEnd() + marks;
}
