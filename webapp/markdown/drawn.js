import { CodeBlock } from './code-block.js';
import { blockNode, inlineNode, itemNode, listNode, rowNode, rowsOf, showLooseness, tableNode } from './nodes.js';

/**
 * A block on the page.
 *
 * @typedef {object} Drawn
 * @property {Element} node
 * @property {(token: Token, references?: boolean) => boolean} show brings it to what a token says, as far as that needs
 *   drawing; tells whether it could, for otherwise another must be made in its place
 * @property {() => void} finish what it says will not change any more
 * @property {() => Element} lastText where text behind it goes
 *
 * @typedef {import('./lexer.js').Token} Token
 * @typedef {import('./nodes.js').Context} Context
 */

/**
 * @param {Token} token
 * @param {boolean} references whether links may refer to definitions
 * @param {Context} context
 * @returns {Drawn}
 */
export function drawBlock(token, references, context) {
  switch (token.type) {
    case 'list':
      return new DrawnList(token, references, context);
    case 'table':
      return new DrawnTable(token, references, context);
    case 'code':
      return new DrawnCode(token, context);
    case 'paragraph':
      return new DrawnParagraph(token, references);
    default:
      return new DrawnWhole(token, references, context);
  }
}

const TEXTS = 'p, h1, h2, h3, h4, h5, h6, th, td, li, .code-piece';

function lastTextIn(node) {
  return [...node.querySelectorAll(TEXTS)].at(-1) ?? node;
}

function finishCode(node) {
  for (const block of CodeBlock.in(node)) block.finish();
}

const LINE_ENDS = /\n+$/;

/**
 * What decides how something looks: the same, and its nodes can stay. Nothing for what is guessed, or may refer to a
 * definition: that is drawn again.
 */
function keyOf(source, { guessed = false, references = false }) {
  return guessed || (references && source.includes('[')) ? undefined : source.replace(LINE_ENDS, '');
}

class DrawnWhole {
  #type;
  #key;
  #finished = false;

  constructor(token, references, context) {
    this.node = blockNode(token, context);
    this.#type = token.type;
    this.#key = keyOf(token.raw, { guessed: token.guessed, references });
  }

  show(token, references) {
    return (
      token.type === this.#type &&
      this.#key !== undefined &&
      this.#key === keyOf(token.raw, { guessed: token.guessed, references })
    );
  }

  finish() {
    if (this.#finished) return;
    this.#finished = true;
    finishCode(this.node);
  }

  lastText() {
    return lastTextIn(this.node);
  }
}

/** Most of what grows: what is before the end of a paragraph stays. */
class DrawnParagraph {
  node = document.createElement('p');
  /** @type {Token[]} one for each child */
  #tokens = [];

  constructor(token, references) {
    this.show(token, references);
  }

  show(token, references = false) {
    if (token.type !== 'paragraph') return false;
    const { tokens } = token;
    let same = references ? 0 : tokens.findIndex((it, index) => !isSame(it, this.#tokens[index]));
    if (same === -1) same = tokens.length;
    const children = this.node.childNodes;
    if (isText(tokens[same]) && isText(this.#tokens[same])) {
      const text = inlineNode(tokens[same]);
      const node = children[same];
      if (text.startsWith(node.data)) node.appendData(text.slice(node.length));
      else node.data = text;
      same++;
    }
    while (children.length > same) this.node.lastChild.remove();
    this.node.append(...tokens.slice(same).map(inlineNode));
    this.#tokens = references ? [] : tokens;
    return true;
  }

  finish() {}

  lastText() {
    return this.node;
  }
}

function isText(token) {
  return token?.type === 'text' && token.tokens === undefined;
}

function isSame(token, other) {
  return token.type === other?.type && token.raw === other.raw;
}

class DrawnCode {
  #block;
  #language;

  constructor(token, context) {
    this.#block = new CodeBlock(token, context.texts);
    this.#language = token.lang;
    this.node = this.#block.element;
  }

  /** Code that grows is told without its language. */
  show(token) {
    return (
      token.type === 'code' && (!('lang' in token) || token.lang === this.#language) && this.#block.show(token.text)
    );
  }

  finish() {
    this.#block.finish();
  }

  lastText() {
    return lastTextIn(this.node);
  }
}

/** Items or rows: each has a node, which stays while its source does. */
class Parts {
  #parent;
  #make;
  #keys = [];
  #finished = 0;

  constructor(parent, make) {
    this.#parent = parent;
    this.#make = make;
  }

  /** Brings those from one on to what they are now. */
  show(parts, sources, { continues = 0, guessed = false }, references) {
    parts.forEach((part, offset) => {
      const index = continues + offset;
      const isGuess = guessed && offset === parts.length - 1;
      const key = keyOf(sources[offset], { guessed: isGuess, references });
      if (key !== undefined && key === this.#keys[index]) return;
      const node = this.#make(part);
      const old = this.#parent.children[index];
      if (old === undefined) this.#parent.append(node);
      else old.replaceWith(node);
      this.#keys[index] = key;
    });
    const length = continues + parts.length;
    while (this.#parent.children.length > length) this.#parent.lastElementChild.remove();
    this.#keys.length = length;
    this.finish(continues);
  }

  finish(count = this.#keys.length) {
    for (; this.#finished < count; this.#finished++) finishCode(this.#parent.children[this.#finished]);
  }
}

class DrawnList {
  #ordered;
  #start;
  #items;

  constructor(token, references, context) {
    this.node = listNode(token);
    this.#ordered = token.ordered;
    this.#start = token.start;
    this.#items = new Parts(this.node, (item) => itemNode(item, context));
    this.#show(token, references);
  }

  show(token, references) {
    const isThis =
      token.type === 'list' &&
      token.ordered === this.#ordered &&
      (token.continues !== undefined || token.start === this.#start);
    if (isThis) this.#show(token, references);
    return isThis;
  }

  #show(token, references) {
    showLooseness(this.node, token);
    this.#items.show(
      token.items,
      token.items.map((item) => item.raw),
      token,
      references,
    );
  }

  finish() {
    this.#items.finish();
  }

  lastText() {
    return lastTextIn(this.node);
  }
}

class DrawnTable {
  #header;
  #rows;

  constructor(token, references, context) {
    this.node = tableNode(token);
    this.#header = headerOf(token, references);
    this.#rows = new Parts(rowsOf(this.node), rowNode);
    this.#show(token, references);
  }

  show(token, references) {
    const isThis =
      token.type === 'table' &&
      (token.continues !== undefined ||
        (this.#header !== undefined && headerOf(token, references) === this.#header));
    if (isThis) this.#show(token, references);
    return isThis;
  }

  #show(token, references) {
    this.#rows.show(
      token.rows,
      token.rows.map((row) => row.map((cell) => cell.text).join('|')),
      token,
      references,
    );
  }

  finish() {
    this.#rows.finish();
  }

  lastText() {
    return lastTextIn(this.node);
  }
}

function headerOf(token, references) {
  return keyOf(JSON.stringify([token.header.map((cell) => cell.text), token.align]), { references });
}
