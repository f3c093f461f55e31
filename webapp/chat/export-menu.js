import { element } from '../page/dom.js';
import { iconButton } from './icon-button.js';
import { meaningOf } from './keys.js';

/** A button that unfolds the forms in which a conversation can be taken along. */
export class ExportMenu {
  #button;
  #forms;
  element;

  /**
   * @param {object} parts
   * @param {import('../i18n/words.js').Words} parts.words
   * @param {(form: 'markdown'|'json') => void} parts.onExport
   */
  constructor({ words, onExport }) {
    this.#button = iconButton('download', words.t('export.label'), () => this.#set(this.#forms.hidden));
    const choice = (form) => {
      const button = element('button', { type: 'button', className: 'menu__choice' }, words.t(`export.${form}`));
      button.addEventListener('click', () => {
        this.#set(false);
        this.#button.focus();
        onExport(form);
      });
      return button;
    };
    this.#forms = element(
      'div',
      { className: 'menu__choices', role: 'group', ariaLabel: words.t('export.label'), hidden: true },
      choice('markdown'),
      choice('json'),
    );
    this.element = element('div', { className: 'menu' }, this.#button, this.#forms);
    this.#button.ariaExpanded = 'false';
    this.element.addEventListener('keydown', (event) => {
      if (meaningOf(event) !== 'stop' || this.#forms.hidden) return;
      event.stopPropagation();
      this.#set(false);
      this.#button.focus();
    });
    // Safari gives a button no focus by a click: the menu would be gone before it is pressed.
    this.#forms.addEventListener('mousedown', (event) => event.preventDefault());
    this.element.addEventListener('focusout', ({ relatedTarget }) => {
      if (!this.element.contains(relatedTarget)) this.#set(false);
    });
  }

  /** Whether there is anything to take along. */
  set possible(possible) {
    this.element.hidden = !possible;
  }

  #set(open) {
    this.#forms.hidden = !open;
    this.#button.ariaExpanded = String(open);
  }
}
