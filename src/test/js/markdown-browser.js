import { StreamingMarkdown } from '/markdown/streaming-markdown.js';
import { LONG, seeded } from './markdown-documents.js';

/* What tests in a browser do with the renderer: served next to the pages, never part of them. */

const view = document.querySelector('main');

/** @param {{ended?: boolean}} [options] a new one, in an element of its own */
export function fresh() {
  view.replaceChildren(document.createElement('div'));
  const target = view.firstElementChild;
  return { target, markdown: new StreamingMarkdown(target, { texts: { copy: 'Copy it', copied: 'Copied it' } }) };
}

/** The page after a text came as a whole. */
export function atOnce(text) {
  const { target, markdown } = fresh();
  markdown.update(text, { ended: true });
  return target.innerHTML;
}

/** The page after a text came in pieces. */
export function inPieces(text, lengthOfNext) {
  const { target, markdown } = fresh();
  for (let end = 0; end < text.length; ) {
    end = Math.min(text.length, end + lengthOfNext());
    markdown.update(text.slice(0, end));
  }
  markdown.update(text, { ended: true });
  return target.innerHTML;
}

/** The documents, by their seeds, that look otherwise when they come in pieces. */
export function differences(firstSeed, count) {
  const different = [];
  for (let seed = firstSeed; seed < firstSeed + count; seed++) {
    const { number, document: text } = seeded(seed);
    const expected = atOnce(text);
    for (const longest of [1, 7, 40]) {
      const found = inPieces(text, () => 1 + number(longest));
      if (found !== expected) different.push({ seed, longest, text, expected, found });
    }
  }
  return different;
}

const ELEMENTS = new Set(
  ('p h3 h4 h5 h6 strong em del code pre br a ul ol li blockquote hr div table thead tbody tr th td span button').split(' '),
);
const ATTRIBUTES = new Set(
  'class href target rel title part role tabindex aria-label aria-level start scope type'.split(' '),
);

/** What is in the page and not on the list of what may be. */
export function strangers(root) {
  const found = [];
  for (const element of root.querySelectorAll('*')) {
    if (!ELEMENTS.has(element.localName) || element.namespaceURI !== 'http://www.w3.org/1999/xhtml') {
      found.push(element.outerHTML);
    }
    for (const { name, value } of element.attributes) {
      if (!ATTRIBUTES.has(name)) found.push(`${element.localName} ${name}=${value}`);
    }
    if (element.localName === 'a' && !/^(?:https?|mailto):/.test(element.href)) found.push(element.outerHTML);
    if (element.localName === 'a' && element.rel !== 'noopener noreferrer') found.push(element.outerHTML);
  }
  return found;
}

/** What is strange while a text comes in, cut at each place, and as a whole. */
export function strangersAtEveryCut(text) {
  const found = [];
  const { target, markdown } = fresh();
  for (let end = 1; end <= text.length; end++) {
    markdown.update(text.slice(0, end));
    found.push(...strangers(target));
  }
  markdown.update(text, { ended: true });
  found.push(...strangers(target));
  for (let cut = 0; cut <= text.length; cut++) {
    const halves = fresh();
    halves.markdown.update(text.slice(0, cut));
    halves.markdown.update(text, { ended: true });
    found.push(...strangers(halves.target));
  }
  return found;
}

/** How deep elements of one name are within each other. */
export function depthOf(name) {
  let deepest = 0;
  for (const element of view.querySelectorAll(name)) {
    let depth = 1;
    for (let it = element.parentElement.closest(name); it !== null; it = it.parentElement.closest(name)) depth++;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

/**
 * Lets a text come in small pieces and counts what that does to the page.
 *
 * @param {keyof LONG} kind
 * @param {number} length
 * @param {number} pieces
 * @param {string} selector of what must keep its node
 */
export function workOn(kind, length, pieces, selector) {
  const text = LONG[kind](length);
  const { target, markdown } = fresh();
  const seen = [];
  let replaced = 0;
  let added = 0;
  const count = (records) => {
    for (const record of records) {
      for (const node of record.addedNodes) added += node.nodeType === 1 ? 1 + node.querySelectorAll('*').length : 0;
    }
  };
  const observer = new MutationObserver(count);
  observer.observe(target, { childList: true, subtree: true });
  for (let piece = 1; piece <= pieces; piece++) {
    markdown.update(text.slice(0, Math.ceil((text.length * piece) / pieces)));
    count(observer.takeRecords());
    const now = target.querySelectorAll(selector);
    // All but the last one are finished, and the one before may just have been closed.
    for (let index = 0; index < now.length - 2; index++) {
      if (seen[index] !== undefined && seen[index] !== now[index]) replaced++;
      seen[index] = now[index];
    }
  }
  const before = [...target.querySelectorAll(selector)].slice(0, -2);
  markdown.update(text, { ended: true });
  count(observer.takeRecords());
  const after = target.querySelectorAll(selector);
  replaced += before.filter((node, index) => node !== after[index]).length;
  return { elements: target.querySelectorAll('*').length, added, replaced, kept: seen.length };
}
