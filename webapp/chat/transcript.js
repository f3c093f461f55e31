import './answer-view.js';
import { onLanguageChange, t } from '../i18n/language.js';
import { element } from '../page/dom.js';

/** The turns of a conversation, oldest first. State in: `turns`. */
class RunnelTranscript extends HTMLElement {
  /** @type {Map<number, {row: HTMLElement, answer: HTMLElement, speaker: HTMLElement}>} */
  #rows = new Map();
  #forget = () => {};

  /** @param {import('./conversation.js').Turn[]} turns */
  set turns(turns) {
    this.#removeAllBut(new Set(turns.map(({ id }) => id)));
    for (const turn of turns) {
      const { answer } = this.#rows.get(turn.id) ?? this.#add(turn);
      answer.answer = turn.answer;
      answer.latest = turn === turns.at(-1);
    }
  }

  connectedCallback() {
    this.#forget = onLanguageChange(() => {
      for (const { speaker } of this.#rows.values()) speaker.textContent = t('chat.you');
    });
  }

  disconnectedCallback() {
    this.#forget();
  }

  #removeAllBut(ids) {
    for (const [id, { row }] of this.#rows) {
      if (ids.has(id)) continue;
      row.remove();
      this.#rows.delete(id);
    }
  }

  #add({ id, question }) {
    const speaker = element('p', { className: 'visually-hidden' }, t('chat.you'));
    const answer = element('runnel-answer');
    const row = element(
      'div',
      { className: 'turn' },
      speaker,
      element('div', { className: 'bubble bubble--user', dir: 'auto' }, question),
      answer,
    );
    this.append(row);
    const parts = { row, answer, speaker };
    this.#rows.set(id, parts);
    return parts;
  }
}

customElements.define('runnel-transcript', RunnelTranscript);
