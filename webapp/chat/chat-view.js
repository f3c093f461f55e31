import { failureWords } from '../failure/failure-parts.js';
import { element, showSentence, showText } from '../page/dom.js';
import { icon } from '../page/icons.js';
import { Announcer } from './announcer.js';
import { Composer } from './composer.js';
import { Confirm } from './confirm.js';
import { ConversationPanel } from './conversation-panel.js';
import { ExportMenu } from './export-menu.js';
import { followEnd } from './follow.js';
import { iconButton } from './icon-button.js';
import { meaningOf } from './keys.js';
import { Transcript } from './transcript.js';

/** From here on, in the element's own pixels, the conversations have room beside the one on the page. */
const WIDE_PX = 880;

/**
 * Everything of a chat that is seen, in the words of one language. Whoever changes these makes a new one.
 *
 * @typedef {object} Actions what the reader may ask for
 * @property {(question: string) => void} ask
 * @property {(turnId: number, question?: string) => void} askAgain
 * @property {() => void} retry
 * @property {() => void} stop
 * @property {(model: string) => void} chooseModel
 * @property {() => void} begin
 * @property {(id: string) => void} open
 * @property {(id: string, title: string) => void} rename
 * @property {(id: string) => void} remove
 * @property {(form: 'markdown'|'json') => void} save
 * @property {() => void} lookForConversations the list comes in sight
 * @property {(open: boolean) => void} unfolded the bubble was opened or closed
 */
export class ChatView {
  #words;
  #mode;
  #actions;
  #gone = new AbortController();
  #announcer = new Announcer();
  #transcript;
  #composer;
  #confirm;
  #panel;
  #exports;
  #toEnd;
  #wide = false;
  /** Whether the list is in sight, where it has room of its own; else it is opened over the conversation. */
  #beside = true;
  #over = false;
  #answering = false;

  #title = element('h2', { className: 'bar__title', dir: 'auto' });
  #chats;
  #begin;
  #close;
  #launcher;
  #notice = element('p', { className: 'notice', part: 'notice', hidden: true });
  #welcome;
  #scroller;
  #jump = element('button', {
    type: 'button',
    className: 'button button--small jump',
    part: 'jump',
    hidden: true,
  });
  #status = element('p', { className: 'visually-hidden', role: 'status' });
  #refusal = element('p', { className: 'refusal', role: 'alert', part: 'refusal', hidden: true });
  #main;
  #scrim = element('div', { className: 'scrim', hidden: true });
  #frame;
  element;

  /**
   * @param {object} parts
   * @param {import('../i18n/words.js').Words} parts.words
   * @param {'page'|'panel'|'bubble'} parts.mode
   * @param {Actions} parts.actions
   */
  constructor({ words, mode, actions }) {
    this.#words = words;
    this.#mode = mode;
    this.#actions = actions;
    const { signal } = this.#gone;
    this.#transcript = new Transcript({
      words,
      onRetry: () => this.#thenCompose(actions.retry),
      onAskAgain: (turnId, question) => this.#thenCompose(() => actions.askAgain(turnId, question)),
      onAsk: (question) => this.#thenCompose(() => actions.ask(question)),
    });
    this.#composer = new Composer({
      words,
      onSend: actions.ask,
      onStop: () => this.#thenCompose(actions.stop),
      onModel: actions.chooseModel,
    });
    this.#confirm = new Confirm(words);
    this.#panel = new ConversationPanel({
      words,
      onNew: () => this.#fromList(actions.begin),
      onOpen: (id) => this.#fromList(() => actions.open(id)),
      onRename: actions.rename,
      onRemove: (id, title) => this.#remove(id, title),
    });
    this.#exports = new ExportMenu({ words, onExport: actions.save });
    this.#build();
    const content = this.#scroller.firstElementChild;
    this.#toEnd = followEnd({ scroller: this.#scroller, content, jump: this.#jump, signal });
    const resized = new ResizeObserver(() => this.#fitWidth());
    resized.observe(this.#frame);
    signal.addEventListener('abort', () => resized.disconnect());
    // On a page of its own there is nothing else that Escape could mean.
    const keys = mode === 'page' ? document : this.element;
    keys.addEventListener('keydown', (event) => this.#key(event), { signal });
    showSentence(this.#notice, words.t('demo.notice'));
  }

  /** Nothing is heard or observed any more. */
  dispose() {
    this.#gone.abort();
    this.element.remove();
  }

  focus() {
    if (this.#mode === 'bubble' && !this.unfolded) this.#launcher.focus();
    else this.#composer.focus();
  }

  get draft() {
    return this.#composer.draft;
  }

  set draft(draft) {
    this.#composer.draft = draft;
  }

  /** Whether the chat is in sight: a bubble begins as a button. */
  get unfolded() {
    return !this.#frame.hidden;
  }

  /** @param {boolean} open */
  unfold(open, { quietly = false } = {}) {
    if (this.#mode !== 'bubble' || open === this.unfolded) return;
    this.#frame.hidden = !open;
    this.#launcher.ariaExpanded = String(open);
    const name = this.#words.t(open ? 'bubble.close' : 'bubble.open');
    this.#launcher.ariaLabel = this.#launcher.title = name;
    this.#launcher.replaceChildren(icon(open ? 'close' : 'chat'));
    if (quietly) return;
    if (open) this.#toEnd();
    this.focus();
    this.#actions.unfolded(open);
  }

  /** @param {string[]} models @param {string|undefined} chosen */
  offerModels(models, chosen) {
    this.#composer.offer(models, chosen);
  }

  toEnd() {
    this.#toEnd();
  }

  putBack(question) {
    this.#composer.putBack(question);
  }

  /**
   * @param {object} state
   * @param {object} state.of the session whose conversation it is
   * @param {import('./conversation.js').Conversation} state.conversation
   * @param {string} [state.title]
   * @param {import('../conversations/conversations-api.js').Summary[]} state.conversations
   * @param {(id: string) => boolean} state.isAnswering
   * @param {string} [state.model] the one that answers, or would
   * @param {string} state.trouble in words, or empty
   */
  update({ of, conversation, title, conversations, isAnswering, model, trouble }) {
    const { id, turns } = conversation;
    const last = turns.at(-1)?.answer;
    this.#answering = last !== undefined && (last.status === 'waiting' || last.status === 'streaming');
    // It measures its box: before anything is changed that would have to be laid out for that.
    this.#composer.busy = this.#answering;
    this.element.classList.toggle('chat--answering', this.#answering);
    this.#welcome.hidden = last !== undefined;
    this.#transcript.update(of, turns);
    showText(this.#title, title ?? this.#words.t('chats.new'));
    this.#exports.possible = last !== undefined;
    this.#begin.disabled = last === undefined;
    this.#notice.hidden = model !== 'demo';
    this.#say(last);
    this.#refusal.hidden = trouble === '';
    showText(this.#refusal, trouble);
    this.#panel.update(conversations, { currentId: id, isAnswering });
  }

  #say(answer) {
    const key = this.#announcer.next(answer);
    const text = key === '' ? '' : this.#words.t(key);
    if (this.#status.textContent !== text) this.#status.textContent = text;
  }

  #build() {
    const words = this.#words;
    this.#chats = iconButton('chats', words.t('chats.label'), () => this.#toggleList());
    this.#chats.setAttribute('aria-controls', 'conversations');
    this.#begin = iconButton('plus', words.t('chats.new'), () => this.#thenCompose(this.#actions.begin));
    this.#close = iconButton('close', words.t('bubble.close'), () => this.unfold(false));
    this.#close.hidden = this.#mode !== 'bubble';
    this.#welcome = element(
      'div',
      { className: 'welcome', part: 'welcome' },
      element('p', { className: 'welcome__line' }, words.t('chat.welcome')),
      element('p', { className: 'welcome__more' }, words.t('chat.welcomeMore')),
    );
    this.#scroller = element(
      'div',
      {
        className: 'scroller',
        part: 'transcript',
        tabIndex: 0,
        role: 'log',
        ariaLive: 'off',
        ariaLabel: words.t('chat.transcript'),
      },
      element('div', { className: 'scroller__content' }, this.#welcome, this.#transcript.element),
    );
    this.#jump.append(icon('down'), words.t('chat.jump'));
    this.#main = element(
      'div',
      { className: 'main' },
      element(
        'div',
        { className: 'bar', part: 'header' },
        this.#chats,
        this.#title,
        this.#exports.element,
        this.#begin,
        this.#close,
      ),
      this.#notice,
      this.#scroller,
      element(
        'div',
        { className: 'dock' },
        this.#jump,
        this.#refusal,
        this.#composer.element,
        element('p', { className: 'hint' }, words.t('composer.hint')),
      ),
      this.#status,
    );
    this.#frame = element(
      'div',
      { className: 'frame', part: 'frame' },
      this.#panel.element,
      this.#scrim,
      this.#main,
      this.#confirm.element,
    );
    this.#scrim.addEventListener('click', () => this.#showList(false));
    this.element = element('div', { className: `chat chat--${this.#mode}`, lang: words.tag }, this.#frame);
    if (this.#mode === 'bubble') this.#buildLauncher();
    this.#placeList();
  }

  #buildLauncher() {
    const words = this.#words;
    this.#launcher = iconButton('chat', words.t('bubble.open'), () => this.unfold(!this.unfolded));
    this.#launcher.className = 'launcher';
    this.#launcher.part = 'launcher';
    this.#launcher.ariaExpanded = 'false';
    this.#frame.role = 'dialog';
    this.#frame.ariaLabel = words.t('bubble.label');
    this.#frame.hidden = true;
    this.element.append(this.#launcher);
  }

  #key(event) {
    if (meaningOf(event) !== 'stop' || event.defaultPrevented || this.#confirm.open) return;
    if (this.#over) this.#showList(false);
    else if (this.#answering) this.#thenCompose(this.#actions.stop);
    else if (this.#mode === 'bubble' && this.unfolded) this.unfold(false);
    else return;
    event.preventDefault();
  }

  #thenCompose(act) {
    act();
    this.#composer.focus();
  }

  #fromList(act) {
    if (this.#over) this.#showList(false);
    this.#thenCompose(act);
  }

  async #remove(id, title) {
    const sure = await this.#confirm.ask(this.#words.t('delete.heading'), title);
    if (!sure) return;
    this.#actions.remove(id);
    this.#panel.focus();
  }

  #fitWidth() {
    this.#composer.fit();
    const wide = this.#mode === 'page' && this.#frame.clientWidth >= WIDE_PX;
    if (wide === this.#wide) return;
    this.#wide = wide;
    this.#over = false;
    this.#placeList();
    if (wide && this.#beside) this.#actions.lookForConversations();
  }

  #toggleList() {
    this.#showList(this.#wide ? !this.#beside : !this.#over);
  }

  #showList(shown) {
    if (this.#wide) this.#beside = shown;
    else this.#over = shown;
    this.#placeList();
    if (shown) this.#actions.lookForConversations();
    if (this.#wide) return;
    if (shown) this.#panel.focus();
    else this.#chats.focus();
  }

  #placeList() {
    const shown = this.#wide ? this.#beside : this.#over;
    this.#panel.element.hidden = !shown;
    this.#chats.ariaExpanded = String(shown);
    // The list has a button of the same name.
    this.#begin.hidden = this.#wide && shown;
    this.#scrim.hidden = !this.#over;
    // What is under the list cannot be operated until it is closed.
    this.#main.inert = this.#over;
    this.element.classList.toggle('chat--wide', this.#wide);
  }
}

/** @param {import('../failure/failure.js').Failure} failure @param {import('../i18n/words.js').Words} words */
export function troubleText(failure, words) {
  const { status, retryAfterSeconds: seconds } = failure;
  if (status !== 429 && status !== 503) return failureWords(failure, words.t);
  const why = words.t(status === 429 ? 'refusal.tooMany' : 'refusal.busy');
  const when = seconds === undefined ? words.t('refusal.later') : words.t('refusal.after', { seconds });
  return `${why}${words.t('refusal.join')}${when}`;
}
