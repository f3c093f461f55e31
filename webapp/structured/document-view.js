import { onLanguageChange, t } from '../i18n/language.js';
import { element, showText } from '../page/dom.js';
import { PlaceView } from './value-view.js';

/**
 * A document that grows: objects as named fields, arrays as lists, a caret behind what is being written,
 * and each violation of the schema at the place it belongs to.
 * State in: `run`, drawn by `draw()`; a run changes in place, so nothing else tells that it did.
 */
class RunnelDocument extends HTMLElement {
  /** @type {import('./state.js').StructuredRun|undefined} */
  run = undefined;
  /** The run that is shown. */
  #shown = undefined;
  #root = rootPlace();
  /** @type {PlaceView|undefined} */
  #writing = undefined;
  #violations = undefined;
  /** @type {Set<PlaceView>} */
  #violated = new Set();
  #hint = element('p', { className: 'document__hint' });
  #forget = () => {};

  connectedCallback() {
    this.#forget = onLanguageChange(() => this.draw());
    this.draw();
  }

  disconnectedCallback() {
    this.#forget();
    this.#shown = undefined;
    this.replaceChildren();
  }

  draw() {
    const { run } = this;
    if (run === undefined) return;
    if (run !== this.#shown) this.#begin(run);
    if (run.document !== undefined) this.#root.show(run.document);
    this.#drawPlaces(run);
    this.#drawWriting(run);
    this.#drawViolations(run);
    const empty = run.document === undefined && run.places.length === 0;
    this.#hint.hidden = !empty || !(run.running || run.phase === 'idle');
    showText(this.#hint, t('structured.empty'));
    this.#root.element.hidden = empty;
  }

  #begin(run) {
    this.#shown = run;
    this.#root = rootPlace();
    this.#writing = undefined;
    this.#violations = [];
    this.#violated.clear();
    if (run.places.length > 0) this.#root.expectMembers(run.places);
    this.replaceChildren(this.#hint, this.#root.element);
  }

  /** The members that had a place from the beginning are named in the reader's language. */
  #drawPlaces({ document, places, running }) {
    for (const name of places) {
      const row = this.#root.child(name)?.element;
      if (row === undefined) continue;
      row.classList.add('member--known', `member--${name}`);
      showText(row.querySelector('.member__name'), t(`structured.${name}`));
      // A finished document of another shape has no use for an empty place.
      row.hidden = document !== undefined && !running && !document.members?.has(name);
    }
  }

  #drawWriting({ writing }) {
    const place = writing === undefined ? undefined : this.#at(writing).place;
    if (place === this.#writing) return;
    if (this.#writing !== undefined) this.#writing.writing = false;
    if (place !== undefined) place.writing = true;
    this.#writing = place;
  }

  #drawViolations({ violations }) {
    if (violations === this.#violations) return;
    this.#violations = violations;
    for (const place of this.#violated) place.removeViolations();
    this.#violated.clear();
    for (const { path, tokens, message } of violations) {
      const { place, exact } = this.#at(tokens);
      const where = exact ? [] : [element('code', {}, path), ' '];
      place.addViolation(...where, message);
      this.#violated.add(place);
    }
  }

  /** The place that tokens lead to; the last one on the way there when the document does not have it. */
  #at(tokens) {
    let place = this.#root;
    for (const token of tokens) {
      const next = place.child(token);
      if (next === undefined) return { place, exact: false };
      place = next;
    }
    return { place, exact: true };
  }
}

function rootPlace() {
  const root = element('div', { className: 'document' });
  return new PlaceView(root, root, 0);
}

customElements.define('runnel-document', RunnelDocument);
