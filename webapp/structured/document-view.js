import { onLanguageChange, t } from '../i18n/language.js';
import { element, showText } from '../page/dom.js';

/** The members of the demo's document that have a place of their own. */
const PLACES = ['title', 'summary'];

/**
 * A growing document: title and summary in their own cards, any other member in a list.
 * State in: `run`, drawn by `draw()`; a run changes in place, so nothing else tells that it did.
 */
class RunnelDocument extends HTMLElement {
  /** @type {import('./state.js').StructuredRun|undefined} */
  run = undefined;
  /** @type {Map<string, {card: HTMLElement, name: HTMLElement, value: HTMLElement}>} */
  #cards = new Map();
  #others = element('div', { className: 'members' });
  #forget = () => {};

  connectedCallback() {
    for (const place of PLACES) {
      const made = card(`field field--${place}`);
      this.#cards.set(place, made);
      this.append(made.card);
    }
    this.append(this.#others);
    this.#forget = onLanguageChange(() => this.draw());
    this.draw();
  }

  disconnectedCallback() {
    this.#forget();
    this.#cards.clear();
    this.#others.replaceChildren();
    this.replaceChildren();
  }

  draw() {
    const document = this.run?.document;
    const members = membersOf(document);
    for (const name of this.#cards.keys()) {
      if (!PLACES.includes(name) && !members.has(name)) this.#remove(name);
    }
    for (const name of members.keys()) {
      if (!this.#cards.has(name)) this.#add(name);
    }
    for (const [name, { card, name: label, value }] of this.#cards) {
      label.textContent = labelOf(name);
      showText(value, textOf(members.get(name)));
      value.classList.toggle('writing', members.has(name) && this.#isWriting(name));
      // A finished document of another shape has no use for the empty places.
      card.hidden = document !== undefined && !this.run.running && !members.has(name);
    }
  }

  /** A root that is no object has no members to name: it is being written as long as the run goes on. */
  #isWriting(name) {
    return name === '' && this.run.writing === undefined
      ? this.run.phase === 'streaming'
      : this.run.writing === name;
  }

  #add(name) {
    const made = card('field field--other');
    this.#cards.set(name, made);
    this.#others.append(made.card);
  }

  #remove(name) {
    this.#cards.get(name).card.remove();
    this.#cards.delete(name);
  }
}

function card(className) {
  const name = element('h2', { className: 'field__name' });
  const value = element('div', { className: 'field__value', dir: 'auto' });
  return { card: element('section', { className }, name, value), name, value };
}

/** A root array or scalar is shown as one member without a name. */
function membersOf(document) {
  if (document === undefined) return new Map();
  const isObject = document !== null && typeof document === 'object' && !Array.isArray(document);
  return new Map(isObject ? Object.entries(document) : [['', document]]);
}

function labelOf(name) {
  if (PLACES.includes(name)) return t(`structured.${name}`);
  return name === '' ? t('structured.root') : name;
}

function textOf(value) {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

customElements.define('runnel-document', RunnelDocument);
