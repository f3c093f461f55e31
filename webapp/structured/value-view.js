import { element } from '../page/dom.js';
import { jsonText } from './json.js';

/** @typedef {import('./json.js').JsonNode} JsonNode */

/** Deeper containers are no longer indented, or a deep document would leave no room for its text. */
const MAX_INDENTED_DEPTH = 6;

/**
 * Shows the value of one place of a document, which grows, and what is wrong with it. Only what has
 * grown since the last time is drawn, so a frame costs what is new and not the whole document.
 */
export class PlaceView {
  /** What is shown or hidden with the place: a member with its name, an item with its index. */
  element;
  #slot;
  #depth;
  #content;
  #revision = -1;
  #violations = [];

  /**
   * @param {HTMLElement} element
   * @param {HTMLElement} slot where in it the value belongs
   * @param {number} depth of the place in the document; the root's is 0
   */
  constructor(element, slot, depth) {
    this.element = element;
    this.#slot = slot;
    this.#depth = depth;
  }

  /** Makes room for the members of an object that has not begun. */
  expectMembers(names) {
    this.#begin('object');
    for (const name of names) this.#content.place(name);
  }

  /** @param {JsonNode} node */
  show(node) {
    if (node.revision === this.#revision) return;
    this.#revision = node.revision;
    if (this.#content?.kind !== node.kind) this.#begin(node.kind);
    this.#content.show(node);
  }

  /** @returns {PlaceView|undefined} the place of a member or an item */
  child(token) {
    return this.#content?.places?.get(token);
  }

  set writing(writing) {
    this.#content?.element.classList.toggle('writing', writing);
  }

  /** @param {(HTMLElement|string)[]} words */
  addViolation(...words) {
    const violation = element('p', { className: 'violation' }, element('span', { dir: 'auto' }, ...words));
    // Above what can be long, below what is one value.
    if (this.#content?.places === undefined) this.#slot.append(violation);
    else this.#content.element.before(violation);
    this.#violations.push(violation);
    this.element.classList.add('violated');
  }

  removeViolations() {
    for (const violation of this.#violations.splice(0)) violation.remove();
    this.element.classList.remove('violated');
  }

  #begin(kind) {
    this.#content?.element.remove();
    this.#content = contentOf(kind, this.#depth);
    this.#slot.prepend(this.#content.element);
    // A single short value stands beside its name.
    this.element.classList.toggle('short', kind === 'number' || kind === 'literal');
  }
}

function contentOf(kind, depth) {
  if (kind === 'object') return new MembersContent(depth);
  if (kind === 'array') return new ItemsContent(depth);
  return kind === 'string' ? new TextContent() : new ScalarContent(kind);
}

class TextContent {
  kind = 'string';
  element = element('div', { className: 'text', dir: 'auto' });
  #node = new Text();

  show({ text }) {
    if (!this.#node.isConnected && text !== '') this.element.append(this.#node);
    this.#node.appendData(text.slice(this.#node.length));
  }
}

class ScalarContent {
  kind;
  element = element('span', { className: 'scalar' });

  constructor(kind) {
    this.kind = kind;
  }

  show(node) {
    this.element.textContent = jsonText(node);
  }
}

class MembersContent {
  kind = 'object';
  /** @type {Map<string, PlaceView>} */
  places = new Map();
  element = element('dl', { className: 'members' });
  #depth;

  constructor(depth) {
    this.#depth = depth;
    this.element.classList.toggle('nested', depth > 0 && depth <= MAX_INDENTED_DEPTH);
  }

  show({ members }) {
    for (const [name, node] of members) this.place(name).show(node);
  }

  place(name) {
    return this.places.get(name) ?? this.#add(name);
  }

  #add(name) {
    const slot = element('dd', { className: 'member__value' });
    const row = element(
      'div',
      { className: 'member' },
      element('dt', { className: 'member__name', dir: 'auto' }, name),
      slot,
    );
    this.element.append(row);
    const place = new PlaceView(row, slot, this.#depth + 1);
    this.places.set(name, place);
    return place;
  }
}

class ItemsContent {
  kind = 'array';
  /** @type {Map<string, PlaceView>} */
  places = new Map();
  element = element('ol', { className: 'items' });
  #depth;

  constructor(depth) {
    this.#depth = depth;
  }

  show({ items }) {
    items.forEach((node, index) => {
      (this.places.get(String(index)) ?? this.#add(String(index))).show(node);
    });
  }

  #add(index) {
    const slot = element('div', { className: 'item__value' });
    const row = element(
      'li',
      { className: 'item' },
      element('span', { className: 'item__index' }, index),
      slot,
    );
    this.element.append(row);
    const place = new PlaceView(row, slot, this.#depth + 1);
    this.places.set(index, place);
    return place;
  }
}
