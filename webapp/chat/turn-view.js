import { element } from '../page/dom.js';
import { AnswerView } from './answer-view.js';
import { fitHeight } from './fit-height.js';
import { iconButton } from './icon-button.js';
import { MAX_MESSAGE_CHARS, meaningOf } from './keys.js';

/** A question and its answer. The question can be put in other words. */
export class TurnView {
  #words;
  #onEdit;
  #turn;
  /** @type {boolean|undefined} undefined before the first update */
  #latest;
  #answer;
  #text = element('div', { className: 'question__text', part: 'question', dir: 'auto' });
  #edit;
  #question;
  element;

  /**
   * @param {import('./conversation.js').Turn} turn
   * @param {object} parts
   * @param {import('../i18n/words.js').Words} parts.words
   * @param {() => void} parts.onRetry
   * @param {(turnId: number, question?: string) => void} parts.onAskAgain with other words, or the same
   * @param {(question: string) => void} parts.onAsk
   */
  constructor(turn, { words, onRetry, onAskAgain, onAsk }) {
    this.#words = words;
    this.#onEdit = (question) => onAskAgain(this.#turn.id, question);
    this.#turn = turn;
    this.#answer = new AnswerView({ words, onRetry, onAsk, onRegenerate: () => onAskAgain(this.#turn.id) });
    this.#edit = iconButton('edit', words.t('question.edit'), () => this.#beginEdit());
    this.#edit.classList.add('question__edit');
    this.#text.textContent = turn.question;
    this.#question = element('div', { className: 'question', hidden: turn.question === '' });
    this.#showQuestion();
    this.element = element(
      'div',
      { className: 'turn' },
      element('p', { className: 'visually-hidden', hidden: turn.question === '' }, words.t('chat.you')),
      this.#question,
      this.#answer.element,
    );
  }

  /** @param {import('./conversation.js').Turn} turn the same one, later @param {{latest: boolean}} place */
  update(turn, place) {
    if (turn === this.#turn && place.latest === this.#latest) return;
    this.#turn = turn;
    this.#latest = place.latest;
    const { status, streamId } = turn.answer;
    // The server can replace only what it knows by the name of its stream; what failed is the last of all.
    this.#edit.hidden = streamId === undefined && !(place.latest && status === 'error');
    this.#answer.update(turn.answer, place);
  }

  #showQuestion() {
    this.#question.classList.remove('question--edited');
    this.#question.replaceChildren(this.#edit, this.#text);
  }

  #beginEdit() {
    const box = element('textarea', {
      className: 'question__box',
      ariaLabel: this.#words.t('question.box'),
      value: this.#turn.question,
      rows: 1,
      dir: 'auto',
      maxLength: MAX_MESSAGE_CHARS,
    });
    const form = element(
      'form',
      { className: 'question__form' },
      box,
      element(
        'div',
        { className: 'question__actions' },
        button('button', 'button button--quiet button--small', this.#words.t('question.cancel'), () => this.#endEdit()),
        button('submit', 'button button--primary button--small', this.#words.t('question.send')),
      ),
    );
    const send = () => {
      const question = box.value.trim();
      if (question === '') return;
      this.#endEdit();
      this.#onEdit(question);
    };
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      send();
    });
    box.addEventListener('input', () => fitHeight(box));
    box.addEventListener('keydown', (event) => {
      const meaning = meaningOf(event);
      if (meaning === undefined) return;
      event.preventDefault();
      // Here Escape ends the edit, and nothing else.
      event.stopPropagation();
      if (meaning === 'send') send();
      else this.#endEdit();
    });
    this.#question.classList.add('question--edited');
    this.#question.replaceChildren(form);
    fitHeight(box);
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
  }

  #endEdit() {
    this.#showQuestion();
    this.#edit.focus();
  }
}

function button(type, className, text, onClick = () => {}) {
  const made = element('button', { type, className }, text);
  made.addEventListener('click', onClick);
  return made;
}
