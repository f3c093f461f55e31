import { element } from '../page/dom.js';

/** A question that is answered with yes or no, before something is done that cannot be undone. */
export class Confirm {
  #heading = element('h2', { id: 'confirm-heading' });
  #text = element('p', { id: 'confirm-text', dir: 'auto' });
  #no;
  #yes;
  /** @type {(answer: boolean) => void} */
  #answer = () => {};
  element = element('dialog', { part: 'confirm' });

  /** @param {import('../i18n/words.js').Words} words */
  constructor(words) {
    this.#no = element('button', { value: '', className: 'button' }, words.t('delete.cancel'));
    this.#yes = element('button', { value: 'yes', className: 'button button--danger' }, words.t('delete.confirm'));
    this.element.setAttribute('aria-labelledby', this.#heading.id);
    this.element.setAttribute('aria-describedby', this.#text.id);
    this.element.append(
      element(
        'form',
        { method: 'dialog' },
        this.#heading,
        this.#text,
        element('div', { className: 'dialog__actions' }, this.#no, this.#yes),
      ),
    );
    this.element.addEventListener('close', () => this.#answer(this.element.returnValue === 'yes'));
  }

  get open() {
    return this.element.open;
  }

  /** @returns {Promise<boolean>} */
  ask(heading, text) {
    this.#heading.textContent = heading;
    this.#text.textContent = text;
    this.element.returnValue = '';
    this.element.showModal();
    // What is pressed by mistake does no harm.
    this.#no.focus();
    return new Promise((resolve) => (this.#answer = resolve));
  }
}
