import { element } from '../page/dom.js';
import { icon } from '../page/icons.js';
import { ConversationRow } from './conversation-row.js';

/** The reader's conversations, beside the one on the page or over it. */
export class ConversationPanel {
  #words;
  #parts;
  /** @type {Map<string, ConversationRow>} */
  #rows = new Map();
  #list = element('ul', { className: 'side__list', hidden: true });
  #empty = element('p', { className: 'side__empty' });
  element;

  /**
   * @param {object} parts
   * @param {import('../i18n/words.js').Words} parts.words
   * @param {() => void} parts.onNew
   * @param {(id: string) => void} parts.onOpen
   * @param {(id: string, title: string) => void} parts.onRename
   * @param {(id: string, title: string) => void} parts.onRemove
   */
  constructor({ words, onNew, ...parts }) {
    this.#words = words;
    this.#parts = parts;
    this.#empty.textContent = words.t('chats.empty');
    const begin = element(
      'button',
      { type: 'button', className: 'button side__new' },
      icon('plus'),
      words.t('chats.new'),
    );
    begin.addEventListener('click', onNew);
    this.element = element(
      'nav',
      { className: 'side', part: 'conversations', id: 'conversations', ariaLabel: words.t('chats.label') },
      begin,
      this.#empty,
      this.#list,
    );
  }

  /**
   * @param {import('../conversations/conversations-api.js').Summary[]} entries
   * @param {{currentId: string|undefined, isAnswering: (id: string) => boolean}} state
   */
  update(entries, { currentId, isAnswering }) {
    const ids = new Set(entries.map(({ id }) => id));
    for (const [id, row] of this.#rows) {
      if (ids.has(id)) continue;
      row.element.remove();
      this.#rows.delete(id);
    }
    entries.forEach((entry, index) => {
      const row = this.#rows.get(entry.id) ?? this.#add(entry.id);
      row.update(entry, { current: entry.id === currentId, answering: isAnswering(entry.id) });
      const there = this.#list.children[index];
      if (there !== row.element) this.#list.insertBefore(row.element, there ?? null);
    });
    const none = entries.length === 0;
    if (this.#list.hidden === none) return;
    this.#list.hidden = none;
    this.#empty.hidden = !none;
  }

  /** Where a keyboard begins. */
  focus() {
    this.element.querySelector('button')?.focus();
  }

  #add(id) {
    const row = new ConversationRow(this.#words, this.#parts);
    this.#rows.set(id, row);
    return row;
  }
}
