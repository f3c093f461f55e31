import { onLanguageChange, t } from '../i18n/language.js';
import { meaningOf } from './keys.js';

/** What the server takes as one message, in UTF-16 units. */
const MAX_MESSAGE_CHARS = 32_000;

/** From here on the reader sees how much room is left. */
const COUNT_FROM_CHARS = 31_000;

/**
 * The question box with its buttons; the markup is in the page.
 * State in: `busy`. News out: `runnel-send` with `{question}`, and `runnel-stop`.
 */
class RunnelComposer extends HTMLElement {
  #busy = false;
  #forget = () => {};
  #listening = new AbortController();

  set busy(busy) {
    if (busy === this.#busy) return;
    const held = this.#stop === document.activeElement;
    this.#busy = busy;
    this.#render();
    // The button that was pressed is gone; without this the keyboard would be back at the top.
    if (!busy && held) this.focus();
  }

  focus() {
    this.#box.focus();
  }

  connectedCallback() {
    const { signal } = (this.#listening = new AbortController());
    this.#box.addEventListener('input', () => this.#render(), { signal });
    this.#box.addEventListener('keydown', (event) => this.#key(event), { signal });
    this.#stop.addEventListener('click', () => this.#say('runnel-stop'), { signal });
    this.querySelector('form').addEventListener(
      'submit',
      (event) => {
        event.preventDefault();
        this.#submit();
      },
      { signal },
    );
    this.#forget = onLanguageChange(() => this.#render());
    this.#render();
  }

  disconnectedCallback() {
    this.#listening.abort();
    this.#forget();
  }

  get #box() {
    return this.querySelector('textarea');
  }

  get #stop() {
    return this.querySelector('[data-part=stop]');
  }

  get #sendable() {
    const { value } = this.#box;
    return !this.#busy && value.trim() !== '' && value.length <= MAX_MESSAGE_CHARS;
  }

  #key(event) {
    if (meaningOf(event) !== 'send') return;
    event.preventDefault();
    this.#submit();
  }

  /** A question that was not taken can be sent again; what the reader has written meanwhile comes first. */
  putBack(question) {
    if (this.#box.value.trim() !== '') return;
    this.#box.value = question;
    this.#render();
  }

  #submit() {
    if (!this.#sendable) return;
    const question = this.#box.value.trim();
    this.#box.value = '';
    this.#render();
    this.#say('runnel-send', { question });
  }

  #say(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  #render() {
    const box = this.#box;
    const send = this.querySelector('[data-part=send]');
    const count = this.querySelector('[data-part=count]');
    send.hidden = this.#busy;
    send.disabled = !this.#sendable;
    this.#stop.hidden = !this.#busy;
    count.hidden = box.value.length < COUNT_FROM_CHARS;
    count.textContent = t('composer.count', { used: box.value.length, max: MAX_MESSAGE_CHARS });
    count.classList.toggle('composer__count--over', box.value.length > MAX_MESSAGE_CHARS);
    // The box is as high as its text; the style sheet says where that ends.
    box.style.height = 'auto';
    box.style.height = `${box.scrollHeight}px`;
  }
}

customElements.define('runnel-composer', RunnelComposer);
