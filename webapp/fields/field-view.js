import { element } from '../page/dom.js';
import { escaped } from '../structured/pointer.js';
import { contentOf } from './contents.js';
import { labelOf } from './label.js';

/**
 * @typedef {import('../structured/json.js').JsonNode} JsonNode
 * @typedef {import('./outline.js').Outline} Outline
 *
 * @typedef {object} Form what all fields of one answer share
 * @property {(key: string, values?: Record<string, string|number>) => string} t
 * @property {() => string} newId one that no other element of the shadow root has
 * @property {(field: FieldView, node: JsonNode) => void} changed called when a single value was drawn anew
 * @property {Set<FieldView>} expected fields that have a place and no value yet
 * @property {number} room how many more fields may get a place before they come
 * @property {Set<{end: () => void}>} open contents that show more when the answer has ended
 */

/** Deeper objects have no places before they come. */
export const MAX_EXPECTED_DEPTH = 6;

/**
 * One field of a form that grows: its name, its value, and what is wrong with it. Only what has grown since the
 * last time is drawn, so a frame costs what is new and not the whole document.
 */
export class FieldView {
  /** What is shown or hidden with the field. */
  element;
  #slot;
  /** What screen readers know as a group; undefined where a list or table already says as much. */
  #group;
  #form;
  #parent;
  #token;
  #depth;
  #outline;
  #content;
  #revision = -1;
  #violations = [];
  #descriptions = [];

  /**
   * @param {object} place
   * @param {HTMLElement} place.element
   * @param {HTMLElement} [place.slot] where in it the value belongs
   * @param {HTMLElement} [place.group]
   * @param {{pointer: string, depth: number}} [place.parent] undefined for the root
   * @param {string} [place.token]
   * @param {Outline} [place.outline]
   * @param {Form} place.form
   */
  constructor({ element: own, slot = own, group, parent, token = '', outline, form }) {
    this.element = own;
    this.#slot = slot;
    this.#group = group;
    this.#parent = parent;
    this.#token = token;
    this.#depth = parent === undefined ? 0 : parent.depth + 1;
    this.#outline = outline;
    this.#form = form;
  }

  get pointer() {
    return this.#parent === undefined ? '' : `${this.#parent.pointer}/${escaped(this.#token)}`;
  }

  /** Of the place in the document; the root's is 0. */
  get depth() {
    return this.#depth;
  }

  get form() {
    return this.#form;
  }

  get outline() {
    return this.#outline;
  }

  /** Gives the field its place before anything has come, as far as its schema tells. */
  expect() {
    const { kind, recurs } = this.#outline ?? {};
    this.#form.expected.add(this);
    this.await();
    if (kind === 'array') this.#begin('array');
    if (kind !== 'object' || recurs || this.#depth >= MAX_EXPECTED_DEPTH) return;
    this.#begin('object');
    for (const name of this.#outline.members) {
      if (this.#form.room-- > 0) this.#content.field(name).expect();
    }
  }

  /** @param {JsonNode} node */
  show(node) {
    if (node.revision === this.#revision) return;
    if (this.#revision < 0) this.#come();
    this.#revision = node.revision;
    if (this.#content?.kind !== node.kind) this.#begin(node.kind);
    this.#content.show(node);
    if (this.#content.isSingle) this.#form.changed(this, node);
  }

  /** @param {string} token @returns {FieldView|undefined} the field of a member or an item */
  child(token) {
    return this.#content?.fields?.get(token);
  }

  /** There is nothing yet, and something may come. */
  await() {
    this.element.dataset.state = 'expected';
    this.element.hidden = false;
  }

  /** The answer has ended without a value here. @param {{complete: boolean}} end whether it was not broken off */
  miss({ complete }) {
    this.element.dataset.state = 'missing';
    this.#slot.dataset.missing = this.#form.t('fields.missing');
    // A whole document has no use for an empty place, unless something is said of it.
    this.element.hidden = complete && this.#violations.length === 0;
  }

  set writing(writing) {
    this.#content?.element.classList.toggle('writing', writing);
    this.#content?.element.part.toggle('writing', writing);
    if (writing) this.#group?.setAttribute('aria-busy', 'true');
    else this.#group?.removeAttribute('aria-busy');
  }

  /** @param {(HTMLElement|string)[]} words */
  addViolation(...words) {
    const id = this.#form.newId();
    const violation = element('p', { className: 'violation', id }, element('span', { dir: 'auto' }, ...words));
    violation.part.add('violation');
    // Above what can be long, below what is one value.
    if (this.#content?.fields === undefined) this.#slot.append(violation);
    else this.#content.element.before(violation);
    this.#violations.push(violation);
    this.#describe(id);
    this.element.classList.add('violated');
    this.element.hidden = false;
  }

  removeViolations() {
    const ids = new Set(this.#violations.map(({ id }) => id));
    for (const violation of this.#violations.splice(0)) violation.remove();
    this.#descriptions = this.#descriptions.filter((id) => !ids.has(id));
    this.#describe();
    this.element.classList.remove('violated');
  }

  /** A field below this one, with its name beside it. */
  newMember(name) {
    const outline = this.#outline?.member(name);
    const { newId } = this.#form;
    const label = element('div', { className: 'label', id: newId(), dir: 'auto' }, labelOf(name, outline));
    label.part.add('label');
    if (outline?.title === undefined) label.classList.add('label--name');
    const slot = element('div', { className: 'slot' });
    const own = element('div', { className: 'field', role: 'group' }, label);
    own.part.add('field');
    own.setAttribute('aria-labelledby', label.id);
    const field = this.newInner({ element: own, slot, group: own, token: name, outline });
    const about = outline?.description;
    if (about !== undefined) {
      const hint = element('div', { className: 'hint', id: newId(), dir: 'auto' }, about);
      hint.part.add('hint');
      own.append(hint);
      field.#describe(hint.id);
    }
    own.append(slot);
    return field;
  }

  /** A field below this one, with its number beside it. */
  newItem(index) {
    const outline = this.#outline?.item(index);
    const number = element('span', { className: 'number', ariaHidden: 'true' }, String(index + 1));
    number.part.add('number');
    const slot = element('div', { className: 'slot' });
    const own = element('li', { className: 'item' }, number, slot);
    own.part.add('item');
    return this.newInner({ element: own, slot, token: String(index), outline });
  }

  /** One of the items has more inside it than a value. */
  loosen() {
    this.#content.loosen();
  }

  /** A field of the same form, below this one unless it says where. */
  newInner(place) {
    return new FieldView({ parent: this, form: this.#form, ...place });
  }

  /** What stands for the field where it has no name of its own, for those who do not see where it is. */
  nameGroup(name) {
    if (this.#group !== undefined) return;
    this.#group = this.#slot;
    this.#group.role = 'group';
    this.#group.ariaLabel = name;
    this.#describe();
  }

  #come() {
    this.#form.expected.delete(this);
    this.element.dataset.state = 'come';
  }

  #describe(...ids) {
    this.#descriptions.push(...ids);
    if (this.#descriptions.length > 0) this.#group?.setAttribute('aria-describedby', this.#descriptions.join(' '));
    else this.#group?.removeAttribute('aria-describedby');
  }

  #begin(kind) {
    this.#content?.element.remove();
    this.#content = contentOf(kind, this);
    this.#slot.prepend(this.#content.element);
    // A single short value stands beside its name.
    this.element.classList.toggle('short', kind === 'number' || kind === 'literal');
    this.element.classList.toggle('compound', this.#content.fields !== undefined);
    if (this.#content.fields !== undefined && this.element.matches('.item')) {
      this.element.classList.toggle('item--card', kind === 'object');
      this.#parent.loosen();
      this.nameGroup(this.#form.t('fields.item', { number: Number(this.#token) + 1 }));
    }
  }
}
