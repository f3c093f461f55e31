import { element } from '../page/dom.js';
import { jsonText } from '../structured/json.js';
import { TableContent } from './table-content.js';

/** @typedef {import('./field-view.js').FieldView} FieldView */

/** What is nested deeper is shown as JSON, and not before it is whole: no form is read that deep. */
export const MAX_DRAWN_DEPTH = 32;

/**
 * What a field shows of its value, by its kind: `element`, `show(node)`, `isSingle` for what has nothing inside
 * it, and else `fields`, by the tokens of what is inside.
 *
 * @param {'object'|'array'|'string'|'number'|'literal'} kind
 * @param {FieldView} field
 */
export function contentOf(kind, field) {
  if (kind === 'string') return new TextContent(field);
  if (kind !== 'object' && kind !== 'array') return new ScalarContent(kind, field);
  if (field.depth >= MAX_DRAWN_DEPTH) return new DeepContent(kind, field);
  if (kind === 'object') return new MembersContent(field);
  const columns = field.outline?.columns;
  return columns === undefined ? new ItemsContent(field) : new TableContent(field, columns);
}

/** The paragraphs of a long text are laid out in blocks of this length at least, so that only the last is laid out anew. */
const BLOCK_CHARS = 1_000;

class TextContent {
  kind = 'string';
  isSingle = true;
  element = valueElement('div', 'text');
  /** The end of the text, which grows. */
  #node = new Text();
  #shown = 0;

  constructor({ form }) {
    this.element.dir = 'auto';
    this.element.dataset.empty = form.t('fields.emptyText');
  }

  show({ text }) {
    if (this.#shown === 0 && text !== '') this.element.append(element('div', {}, this.#node));
    this.#node.appendData(text.slice(this.#shown));
    this.#shown = text.length;
    while (this.#node.length > BLOCK_CHARS) {
      const paragraph = this.#node.data.indexOf('\n', BLOCK_CHARS) + 1;
      if (paragraph === 0 || paragraph === this.#node.length) return;
      const rest = this.#node.data.slice(paragraph);
      this.#node.deleteData(paragraph, rest.length);
      this.#node = new Text(rest);
      this.element.append(element('div', {}, this.#node));
    }
  }
}

class ScalarContent {
  kind;
  isSingle = true;
  element = valueElement('span', 'scalar');
  #t;

  constructor(kind, { form }) {
    this.kind = kind;
    this.#t = form.t;
  }

  show(node) {
    this.element.textContent = node.kind === 'number' ? node.raw : this.#t(`fields.literal.${node.value}`);
  }
}

class MembersContent {
  kind = 'object';
  /** @type {Map<string, FieldView>} */
  fields = new Map();
  element = valueElement('div', 'members');
  #owner;

  constructor(owner) {
    this.#owner = owner;
    this.element.dataset.empty = owner.form.t('fields.emptyObject');
    this.element.classList.toggle('nested', owner.depth > 0);
  }

  show({ members }) {
    for (const [name, node] of members) this.field(name).show(node);
  }

  field(name) {
    return this.fields.get(name) ?? this.#add(name);
  }

  #add(name) {
    const field = this.#owner.newMember(name);
    this.fields.set(name, field);
    this.element.append(field.element);
    return field;
  }
}

class ItemsContent {
  kind = 'array';
  /** @type {Map<string, FieldView>} */
  fields = new Map();
  element = valueElement('ol', 'items');
  #owner;

  constructor(owner) {
    this.#owner = owner;
    // Without bullets a list is none to some screen readers.
    this.element.role = 'list';
    this.element.dataset.empty = owner.form.t('fields.emptyArray');
  }

  show({ items }) {
    items.forEach((node, index) => {
      (this.fields.get(String(index)) ?? this.#add(index)).show(node);
    });
  }

  #add(index) {
    const field = this.#owner.newItem(index);
    this.fields.set(String(index), field);
    this.element.append(field.element);
    return field;
  }

  /** Items that have items or members themselves need more room between them. */
  loosen() {
    this.element.classList.add('items--loose');
  }
}

class DeepContent {
  kind;
  isSingle = false;
  element = valueElement('pre', 'deep');
  #node;

  constructor(kind, { form }) {
    this.kind = kind;
    this.element.textContent = form.t('fields.deep', { depth: MAX_DRAWN_DEPTH });
    form.open.add(this);
  }

  show(node) {
    this.#node = node;
  }

  end() {
    if (this.#node !== undefined) this.element.textContent = jsonText(this.#node, 2);
  }
}

function valueElement(tag, className) {
  const made = element(tag, { className });
  made.part.add('value');
  return made;
}
