import { element, showText } from '../page/dom.js';
import { iconButton } from './icon-button.js';
import { meaningOf } from './keys.js';

/** The server takes no longer ones. */
const MAX_TITLE_CHARS = 200;

/** One conversation in the list. */
export class ConversationRow {
  #words;
  #parts;
  #entry;
  /** @type {{current?: boolean, answering?: boolean}} */
  #state = {};
  #title = element('span', { className: 'row__title', dir: 'auto' });
  #open;
  #rename;
  #remove;
  element = element('li', { className: 'row' });

  /**
   * @param {import('../i18n/words.js').Words} words
   * @param {object} parts
   * @param {(id: string) => void} parts.onOpen
   * @param {(id: string, title: string) => void} parts.onRename
   * @param {(id: string, title: string) => void} parts.onRemove
   */
  constructor(words, parts) {
    this.#words = words;
    this.#parts = parts;
    this.#open = element('button', { type: 'button', className: 'row__open' }, this.#title);
    this.#open.addEventListener('click', () => parts.onOpen(this.#entry.id));
    this.#rename = iconButton('edit', '', () => this.#beginRename());
    this.#remove = iconButton('remove', '', () => parts.onRemove(this.#entry.id, this.#entry.title));
    this.#show();
  }

  /**
   * @param {import('../conversations/conversations-api.js').Summary} entry
   * @param {{current: boolean, answering: boolean}} state
   */
  update(entry, { current, answering }) {
    // All of them are shown the state at every drawing, and hardly any has changed.
    if (entry === this.#entry && current === this.#state.current && answering === this.#state.answering) return;
    this.#entry = entry;
    this.#state = { current, answering };
    const { title } = entry;
    showText(this.#title, title);
    this.#open.title = title;
    this.#open.ariaCurrent = current ? 'true' : null;
    this.element.classList.toggle('row--answering', answering);
    this.#open.ariaDescription = answering ? this.#words.t('status.answering') : null;
    this.#name(this.#rename, 'chats.rename', title);
    this.#name(this.#remove, 'chats.delete', title);
  }

  focus() {
    this.#open.focus();
  }

  #name(button, key, title) {
    button.title = this.#words.t(key);
    button.ariaLabel = this.#words.t('chats.action', { action: this.#words.t(key), title });
  }

  #show() {
    this.element.replaceChildren(this.#open, this.#rename, this.#remove);
  }

  #beginRename() {
    const box = element('input', {
      type: 'text',
      className: 'row__box',
      ariaLabel: this.#words.t('chats.title'),
      value: this.#entry.title,
      maxLength: MAX_TITLE_CHARS,
      dir: 'auto',
    });
    const done = iconButton('done', this.#words.t('chats.save'), () => {});
    done.type = 'submit';
    const form = element('form', { className: 'row__form' }, box, done);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const title = box.value.trim();
      this.#endRename();
      if (title !== '' && title !== this.#entry.title) this.#parts.onRename(this.#entry.id, title);
    });
    form.addEventListener('keydown', (event) => {
      if (meaningOf(event) !== 'stop') return;
      event.preventDefault();
      // Here Escape leaves the title as it was, and nothing else.
      event.stopPropagation();
      this.#endRename();
    });
    this.element.replaceChildren(form);
    box.focus();
    box.select();
  }

  #endRename() {
    this.#show();
    this.#rename.focus();
  }
}
