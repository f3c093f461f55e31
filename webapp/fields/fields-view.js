import { element } from '../page/dom.js';
import { FieldView } from './field-view.js';

/**
 * @typedef {import('../structured/state.js').StructuredRun} StructuredRun
 * @typedef {import('../structured/json.js').JsonNode} JsonNode
 * @typedef {import('./outline.js').Outline} Outline
 *
 * @typedef {object} FieldChange a single value that came or grew
 * @property {string} pointer
 * @property {JsonNode} node
 */

/** Fields that get a place before anything has come, in all. */
const MAX_EXPECTED_FIELDS = 300;

/**
 * One answer as a form: what the schema knows has its place from the beginning, the rest gets one when it
 * comes; a mark stands behind what is being written, and violations stand where they belong.
 */
export class FieldsView {
  element;
  #root;
  #form;
  #ids = 0;
  /** @type {FieldView|undefined} */
  #writing;
  #violations = [];
  /** @type {Set<FieldView>} */
  #violated = new Set();
  /** @type {FieldChange[]} */
  #changes = [];
  #ended = false;

  /**
   * @param {object} options
   * @param {Outline} [options.outline]
   * @param {(key: string, values?: Record<string, string|number>) => string} options.t
   */
  constructor({ outline, t }) {
    const about = outline?.description;
    this.element = element('div', { className: 'form', role: 'group', tabIndex: -1 });
    this.element.part.add('form');
    this.element.ariaLabel = outline?.title ?? t('fields.form');
    if (outline?.title !== undefined) this.element.append(titleOf(outline.title));
    if (about !== undefined) this.element.append(element('div', { className: 'hint', dir: 'auto' }, about));
    const slot = element('div', { className: 'slot document' });
    this.element.append(slot);
    this.#form = {
      t,
      newId: () => `field-${++this.#ids}`,
      changed: (field, node) => this.#changes.push({ pointer: field.pointer, node }),
      expected: new Set(),
      room: MAX_EXPECTED_FIELDS,
      open: new Set(),
    };
    this.#root = new FieldView({ element: slot, outline, form: this.#form });
    if (outline !== undefined) this.#root.expect();
  }

  /** @param {StructuredRun} run @returns {FieldChange[]} the single values that came or grew since the last time */
  draw(run) {
    if (run.document !== undefined) this.#root.show(run.document);
    this.#drawWriting(run);
    this.#drawViolations(run);
    this.#drawEnd(run);
    return this.#changes.splice(0);
  }

  #drawWriting({ writing }) {
    const field = writing === undefined ? undefined : this.#at(writing).field;
    if (field === this.#writing) return;
    if (this.#writing !== undefined) this.#writing.writing = false;
    if (field !== undefined) field.writing = true;
    this.#writing = field;
  }

  #drawViolations({ violations }) {
    if (violations === this.#violations) return;
    this.#violations = violations;
    for (const field of this.#violated) field.removeViolations();
    this.#violated.clear();
    for (const { path, tokens, message } of violations) {
      const { field, exact } = this.#at(tokens);
      const where = exact ? [] : [element('code', {}, path), ' '];
      field.addViolation(...where, message);
      this.#violated.add(field);
    }
  }

  #drawEnd({ running, phase }) {
    const ended = !running && phase !== 'idle';
    if (ended === this.#ended) return;
    this.#ended = ended;
    for (const field of this.#form.expected) {
      if (ended) field.miss({ complete: phase === 'end' });
      else field.await();
    }
    if (ended) for (const content of this.#form.open) content.end();
  }

  /** The field that tokens lead to; the last one on the way there when the document does not have it. */
  #at(tokens) {
    let field = this.#root;
    for (const token of tokens) {
      const next = field.child(token);
      if (next === undefined) return { field, exact: false };
      field = next;
    }
    return { field, exact: true };
  }
}

function titleOf(title) {
  const made = element('div', { className: 'title', dir: 'auto', ariaHidden: 'true' }, title);
  made.part.add('title');
  return made;
}
