import { element } from '../page/dom.js';
import { icon } from '../page/icons.js';
import { fitHeight } from './fit-height.js';
import { iconButton } from './icon-button.js';
import { MAX_MESSAGE_CHARS, meaningOf } from './keys.js';

/** From here on the reader sees how much room is left. */
const COUNT_FROM_CHARS = 31_000;

/** The question box with its buttons. */
export class Composer {
  #words;
  #onSend;
  #busy = false;
  #box;
  #models;
  #count = element('span', { className: 'composer__count', hidden: true });
  #send;
  #stop;
  element;

  /**
   * @param {object} parts
   * @param {import('../i18n/words.js').Words} parts.words
   * @param {(question: string) => void} parts.onSend
   * @param {() => void} parts.onStop
   * @param {(model: string) => void} parts.onModel another one was chosen
   */
  constructor({ words, onSend, onStop, onModel }) {
    this.#words = words;
    this.#onSend = onSend;
    this.#box = element('textarea', {
      className: 'composer__box',
      rows: 1,
      ariaLabel: words.t('composer.label'),
      placeholder: words.t('composer.placeholder'),
      enterKeyHint: 'send',
      autocomplete: 'off',
      dir: 'auto',
    });
    this.#models = element('select', {
      className: 'composer__models',
      ariaLabel: words.t('composer.model'),
      hidden: true,
    });
    const name = words.t('composer.send');
    this.#send = element(
      'button',
      { type: 'submit', className: 'round-button', part: 'send', ariaLabel: name, title: name, disabled: true },
      icon('send'),
    );
    this.#stop = iconButton('stop', words.t('composer.stop'), onStop);
    this.#stop.className = 'round-button round-button--stop';
    this.#stop.part = 'stop';
    this.#stop.hidden = true;
    this.element = element(
      'form',
      { className: 'composer', part: 'composer' },
      this.#box,
      element(
        'div',
        { className: 'composer__bar' },
        this.#models,
        element('span', { className: 'composer__space' }),
        this.#count,
        this.#stop,
        this.#send,
      ),
    );
    this.#box.addEventListener('input', () => this.#render());
    this.#box.addEventListener('keydown', (event) => {
      if (meaningOf(event) !== 'send') return;
      event.preventDefault();
      this.#submit();
    });
    this.#models.addEventListener('change', () => onModel(this.#models.value));
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
  }

  /** Whether an answer is being written, so that there is something to stop and nothing to send. */
  set busy(busy) {
    if (busy === this.#busy) return;
    const held = this.#stop.matches(':focus');
    this.#busy = busy;
    this.#render();
    // The button that was pressed is gone; without this the keyboard would be back at the top.
    if (!busy && held) this.focus();
  }

  /** What is written and not sent. */
  get draft() {
    return this.#box.value;
  }

  set draft(text) {
    this.#box.value = text;
    this.#render();
  }

  focus() {
    this.#box.focus();
  }

  /** @param {string[]} models to choose from @param {string|undefined} chosen */
  offer(models, chosen) {
    this.#models.hidden = models.length < 2;
    this.#models.replaceChildren(
      ...models.map((id) => element('option', { value: id, selected: id === chosen }, id)),
    );
  }

  /** A question that was not taken can be sent again; what the reader has written meanwhile comes first. */
  putBack(question) {
    if (this.draft.trim() === '') this.draft = question;
  }

  /** The box is in the tree, and as wide as it will be. */
  fit() {
    fitHeight(this.#box);
  }

  get #sendable() {
    const { value } = this.#box;
    return !this.#busy && value.trim() !== '' && value.length <= MAX_MESSAGE_CHARS;
  }

  #submit() {
    if (!this.#sendable) return;
    const question = this.draft.trim();
    this.draft = '';
    this.#onSend(question);
  }

  #render() {
    const used = this.#box.value.length;
    this.#send.hidden = this.#busy;
    this.#send.disabled = !this.#sendable;
    this.#stop.hidden = !this.#busy;
    this.#count.hidden = used < COUNT_FROM_CHARS;
    this.#count.textContent = this.#words.t('composer.count', { used, max: MAX_MESSAGE_CHARS });
    this.#count.classList.toggle('composer__count--over', used > MAX_MESSAGE_CHARS);
    fitHeight(this.#box);
  }
}
