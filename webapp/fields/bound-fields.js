import { jsonText } from '../structured/json.js';
import { escaped, tokensOf } from '../structured/pointer.js';

/** @typedef {import('../structured/json.js').JsonNode} JsonNode */

/** Inputs that take a value as a whole or not at all: half a date is none. */
const WHOLE_TYPES = new Set(['number', 'range', 'date', 'time', 'datetime-local', 'month', 'week', 'color']);

/** What a text of a model must never be written into. */
const NEVER = 'script, style, iframe, object, embed, template, input[type=file]';

/**
 * The elements of a page's own form that `data-pointer` binds to places of the document: each gets the value of
 * its place as it grows. Texts are set as values or text content, never as markup. What the reader changes
 * meanwhile stays as the reader wants it.
 *
 * An element with `data-violation` gets the words of the violations at its pointer.
 */
export class BoundFields {
  #root;
  /** @type {Map<Element, {revision: number, touched: boolean}>} those that were written into in this answer */
  #written = new Map();
  /** @type {Set<Element>} */
  #busy = new Set();
  #violations = undefined;
  /** @type {WeakSet<Element>} */
  #told = new WeakSet();
  #onInput = (event) => this.#touch(event);

  /** @param {Element} root what they are searched in */
  constructor(root) {
    this.#root = root;
    root.addEventListener('input', this.#onInput);
  }

  /** What they are searched in. */
  get root() {
    return this.#root;
  }

  /** Whether a page has any. @param {Element} root */
  static areIn(root) {
    return root.querySelector('[data-pointer]') !== null;
  }

  /** Another answer begins: what the last one had written goes, unless the reader has changed it. */
  begin() {
    for (const [target, { touched }] of this.#written) if (!touched) write(target, '', undefined);
    this.#written.clear();
    this.#drawBusy(new Set());
    this.#violations = undefined;
  }

  /** @param {import('../structured/state.js').StructuredRun} run */
  draw({ document, writing, violations, running }) {
    const busy = new Set();
    for (const target of this.#targets()) {
      const pointer = target.dataset.pointer;
      const node = nodeAt(document, pointer);
      const written = isPrefix(pointer, writing);
      if (written) busy.add(target);
      if (node !== undefined) this.#show(target, node, written);
    }
    this.#drawBusy(busy);
    this.#drawViolations(violations);
    if (!running) this.#settle();
  }

  /** Leaves the page as it is, but for the listener. */
  release() {
    this.#root.removeEventListener('input', this.#onInput);
    this.#drawBusy(new Set());
  }

  /** Those that can be written into; of a pointer that is none the page's author is told once. */
  *#targets() {
    for (const target of this.#root.querySelectorAll('[data-pointer]')) {
      const { pointer } = target.dataset;
      const isPointer = pointer === '' || pointer.startsWith('/');
      if (isPointer && !target.matches(NEVER)) {
        yield target;
      } else if (!this.#told.has(target)) {
        this.#told.add(target);
        const why = isPointer ? `<${target.localName}> cannot be bound` : 'a JSON Pointer is empty or begins with /';
        reportError(new RangeError(`data-pointer="${pointer}": ${why}`));
      }
    }
  }

  #show(target, node, writing) {
    const state = this.#written.get(target) ?? { revision: -1, touched: false };
    if (state.revision === node.revision || state.touched) return;
    if (writing && node.kind === 'string' && WHOLE_TYPES.has(target.type)) return;
    state.revision = node.revision;
    state.settled = false;
    this.#written.set(target, state);
    write(target, textOf(node), node);
    target.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }

  /** As an input does when a reader leaves it. */
  #settle() {
    for (const [target, state] of this.#written) {
      if (state.settled) continue;
      state.settled = true;
      target.dispatchEvent(new Event('change', { bubbles: true }));
    }
  }

  #touch({ target, isTrusted }) {
    const state = isTrusted ? this.#written.get(target) : undefined;
    if (state !== undefined) state.touched = true;
  }

  #drawBusy(busy) {
    for (const target of this.#busy) if (!busy.has(target)) target.removeAttribute('aria-busy');
    for (const target of busy) target.setAttribute('aria-busy', 'true');
    this.#busy = busy;
  }

  #drawViolations(violations) {
    if (violations === this.#violations) return;
    this.#violations = violations;
    for (const target of this.#root.querySelectorAll('[data-violation]')) {
      if (target.matches(NEVER)) continue;
      const here = violations.filter(({ path }) => path === target.dataset.violation);
      target.textContent = here.map(({ message }) => message).join('\n');
      target.hidden = here.length === 0;
    }
    for (const target of this.#targets()) {
      if (violations.some(({ path }) => path === target.dataset.pointer)) target.ariaInvalid = 'true';
      else if (target.ariaInvalid === 'true') target.ariaInvalid = null;
    }
  }
}

/** @returns {JsonNode|undefined} what a document has at a pointer */
export function nodeAt(document, pointer) {
  let node = document;
  for (const token of tokensOf(pointer)) {
    if (node?.kind === 'object') node = node.members.get(token);
    else if (node?.kind === 'array' && /^(0|[1-9]\d{0,14})$/.test(token)) node = node.items[token];
    else return undefined;
  }
  return node;
}

/** A list of single values has a line for each; what has more inside it is JSON. @param {JsonNode} node */
export function textOf(node) {
  if (node.kind === 'string') return node.text;
  if (node.kind === 'array' && node.items.every(isSingle)) return node.items.map(textOf).join('\n');
  if (node.kind === 'literal' && node.value === null) return '';
  return jsonText(node, 2);
}

function isSingle({ kind }) {
  return kind !== 'object' && kind !== 'array';
}

/** Whether what is being written is at a pointer or below it. */
function isPrefix(pointer, writing) {
  if (writing === undefined) return false;
  const path = writing.map((token) => `/${escaped(token)}`).join('');
  return path === pointer || path.startsWith(`${pointer}/`);
}

/** @param {Element} target @param {string} text @param {JsonNode} [node] */
function write(target, text, node) {
  if (target instanceof HTMLInputElement && (target.type === 'checkbox' || target.type === 'radio')) {
    target.checked = target.type === 'radio' ? node !== undefined && target.value === text : node?.value === true;
  } else if (isField(target)) {
    target.value = text;
  } else if (target.firstChild instanceof Text && target.childNodes.length === 1 && text.startsWith(target.textContent)) {
    target.firstChild.appendData(text.slice(target.firstChild.length));
  } else {
    target.textContent = text;
  }
}

/** Elements of the page's own making may have a value too. */
function isField(target) {
  if (target.matches('input, textarea, select, output')) return true;
  return target.localName.includes('-') && 'value' in target;
}
