import { element } from '../page/dom.js';
import { CodeBlock } from './code-block.js';
import { decodeEntities } from './entities.js';
import { safeAddress } from './links.js';

/*
 * Tokens of Markdown as DOM nodes: an element for each kind of token that is named here, and text for everything else.
 * HTML is text, but for the line break, which has no other form in a table.
 */

const LINE_BREAK = /^<br\s*\/?>$/i;

/**
 * What is the same for a whole answer: the level of its first headings, and the words on its buttons.
 *
 * @typedef {{topLevel: number, texts: {copy: string, copied: string}}} Context
 * @typedef {import('./lexer.js').Token} Token
 */

/**
 * @param {Token} token
 * @param {Context} context
 * @returns {Node}
 */
export function blockNode(token, context) {
  switch (token.type) {
    case 'paragraph':
      return element('p', {}, ...inlineNodes(token.tokens));
    case 'text':
      return element('p', {}, ...inlineNodes(token.tokens ?? [{ ...token, type: 'text' }]));
    case 'heading':
      return headingNode(token, context);
    case 'code':
      return new CodeBlock(token, context.texts).element;
    case 'blockquote':
      return element('blockquote', {}, ...blockNodes(token.tokens, context));
    case 'list': {
      const list = listNode(token);
      list.append(...token.items.map((item) => itemNode(item, context)));
      return list;
    }
    case 'table': {
      const table = tableNode(token);
      rowsOf(table).append(...token.rows.map(rowNode));
      return table;
    }
    case 'hr':
      return element('hr');
    default:
      return element('p', { className: 'as-written' }, token.raw.trimEnd());
  }
}

function blockNodes(tokens, context) {
  return tokens
    .filter((token) => token.type !== 'space' && token.type !== 'def')
    .map((token) => blockNode(token, context));
}

/** An answer is below headings of the page. */
function headingNode(token, { topLevel }) {
  const level = topLevel + token.depth - 1;
  const heading = element(`h${Math.min(level, 6)}`, {}, ...inlineNodes(token.tokens));
  if (level > 6) heading.ariaLevel = level;
  heading.className = `heading-${token.depth}`;
  return heading;
}

/** A list without its items: it may grow. */
export function listNode(token) {
  const list = element(token.ordered ? 'ol' : 'ul');
  if (token.ordered && token.start !== 1) list.start = token.start;
  showLooseness(list, token);
  return list;
}

/** What is in an item is the same in a loose list, but for the space around it. */
export function showLooseness(list, token) {
  // An attribute that is not there, where there is no class: what is drawn does not depend on what was before.
  if (token.loose) list.className = 'loose';
  else list.removeAttribute('class');
}

/**
 * @param {Token} item
 * @param {Context} context
 */
export function itemNode(item, context) {
  const node = element('li', {}, ...blockNodes(item.tokens.map(withoutBox).filter(isThere), context));
  if (item.task) {
    node.className = 'task';
    const mark = element('span', { className: 'task-mark' }, item.checked ? '☑ ' : '☐ ');
    const first = node.firstElementChild;
    if (first?.localName === 'p') first.prepend(mark);
    else node.prepend(mark);
  }
  return node;
}

/** Where a list is loose, marked puts the box in a paragraph, or makes one for it. */
function withoutBox(token) {
  return token.tokens?.[0]?.type === 'checkbox' ? { ...token, tokens: token.tokens.slice(1) } : token;
}

function isThere(token) {
  return token.type !== 'checkbox' && token.tokens?.length !== 0;
}

/** A table without its rows: it may grow. It scrolls in a box of its own, named by its columns. */
export function tableNode(token) {
  const header = element('tr', {}, ...token.header.map((cell) => cellNode(cell, 'th')));
  const table = element('table', {}, element('thead', {}, header), element('tbody'));
  const box = element('div', { className: 'table', role: 'region', tabIndex: 0 }, table);
  box.part = 'table';
  box.ariaLabel = token.header.map((cell) => textOf(cell.tokens)).join(', ');
  return box;
}

/** Where the rows of a table are. */
export function rowsOf(table) {
  return table.firstElementChild.lastElementChild;
}

export function rowNode(row) {
  return element('tr', {}, ...row.map((cell) => cellNode(cell, 'td')));
}

function cellNode(cell, name) {
  const node = element(name, {}, ...inlineNodes(cell.tokens));
  if (name === 'th') node.scope = 'col';
  if (cell.align !== null) node.className = `align-${cell.align}`;
  return node;
}

/**
 * @param {Token[]} tokens
 * @returns {(Node|string)[]}
 */
function inlineNodes(tokens) {
  return tokens.map(inlineNode);
}

/**
 * @param {Token} token
 * @returns {Node|string} for text, text
 */
export function inlineNode(token) {
  switch (token.type) {
    case 'text':
      if (token.tokens !== undefined) return element('span', {}, ...inlineNodes(token.tokens));
      return token.plain ? token.text : decodeEntities(token.text);
    case 'escape':
      return token.text;
    case 'strong':
    case 'em':
    case 'del':
      return element(token.type, {}, ...inlineNodes(token.tokens));
    case 'codespan':
      return element('code', {}, token.text);
    case 'br':
      return element('br');
    case 'link':
      return linkNode(token, inlineNodes(token.tokens));
    case 'image':
      // Not loaded: the address of a picture is a way to carry off what was said before, without a click.
      return linkNode(token, [decodeEntities(token.text) || token.href]);
    case 'html':
      return LINE_BREAK.test(token.raw) ? element('br') : token.raw;
    default:
      return token.raw;
  }
}

function linkNode(token, children) {
  const href = safeAddress(token.href);
  if (href === undefined) return token.raw;
  const link = element('a', { href, target: '_blank', rel: 'noopener noreferrer' }, ...children);
  if (token.title) link.title = decodeEntities(token.title);
  return link;
}

/** Running text without its marks. */
function textOf(tokens) {
  return tokens.map((token) => (token.tokens === undefined ? decodeEntities(token.text ?? '') : textOf(token.tokens))).join('');
}
