import { RememberedConversations } from '../conversations/remembered.js';
import { StreamFailure } from '../failure/failure.js';
import { nearestLanguage, onPageLanguageChange } from '../i18n/nearest-language.js';
import { Words } from '../i18n/words.js';
import { configuredModels, defaultModel } from '../models/models.js';
import { coalesced } from '../page/frame.js';
import { keepWith } from '../page/keep.js';
import { sheetAt } from '../page/sheets.js';
import { TabStorage } from '../page/tab-storage.js';
import { platformAt } from '../streams/platform.js';
import { onWake } from '../streams/wake.js';
import { ChatView, troubleText } from './chat-view.js';
import { exported } from './export.js';
import { MAX_MESSAGE_CHARS } from './keys.js';
import { saveFile } from './save-file.js';
import { Workspace } from './workspace.js';

/** Where this module came from is where its server is. */
const OWN_BASE = new URL('../', import.meta.url).href;

const SHEETS = ['style/tokens.css', 'style/base.css', 'markdown/markdown.css', 'chat/runnel-chat.css'];

const MODES = ['page', 'panel', 'bubble'];

/** What is kept over a reload has one owner: two elements that are called the same must not overwrite each other. */
const owners = new Map();

/**
 * A chat with the models of one server, for any page. What it takes and tells is in docs/runnel-chat.md.
 */
export class RunnelChat extends HTMLElement {
  static observedAttributes = ['base', 'lang', 'mode', 'model', 'id'];

  /** @type {Workspace|undefined} */
  #workspace;
  /** @type {ChatView|undefined} */
  #view;
  /** Aborted when the element leaves the page. */
  #here = new AbortController();
  #texts = {};
  #words = new Words('en');
  /** @type {import('../failure/failure.js').Failure|undefined} */
  #trouble;
  /** @type {string[]} */
  #models = [];
  #chosenModel;
  #defaultModel;
  #toldConversation;
  /** What is hidden takes no focus: it is given when the styles are there. */
  #wantsFocus = false;
  #dressed = false;
  #askedForList = false;
  /** What is kept over a reload is kept by this name. */
  #place = '';
  #draw = () => {};
  #keep = () => {};

  constructor() {
    super();
    this.attachShadow({ mode: 'open' });
  }

  /** Where the server is, an address that ends with a slash; where this module came from, unless it is said. */
  get base() {
    const base = new URL(this.getAttribute('base') ?? OWN_BASE, document.baseURI).href;
    return base.endsWith('/') ? base : `${base}/`;
  }

  set base(base) {
    this.setAttribute('base', base);
  }

  /** @returns {'page'|'panel'|'bubble'} */
  get mode() {
    const mode = this.getAttribute('mode');
    return MODES.includes(mode) ? mode : 'panel';
  }

  set mode(mode) {
    if (!MODES.includes(mode)) throw new RangeError(`mode is one of ${MODES.join(', ')}, not ${mode}`);
    this.setAttribute('mode', mode);
  }

  /** The model that is asked, if not the reader's or the server's choice. */
  get model() {
    return this.getAttribute('model');
  }

  set model(model) {
    if (model === null || model === undefined) this.removeAttribute('model');
    else this.setAttribute('model', model);
  }

  /** Texts instead of ours, by the keys of i18n/en.js. */
  get texts() {
    return { ...this.#texts };
  }

  set texts(texts) {
    // Fails before anything is changed.
    new Words('en', texts);
    this.#texts = { ...texts };
    this.#rebuild();
  }

  /** The server's name for the conversation on the page; undefined as long as nothing was asked. */
  get conversationId() {
    return this.#workspace?.conversation.id;
  }

  get answering() {
    return this.#workspace?.session.answering ?? false;
  }

  /** Whether the chat is in sight: a bubble begins as a button. */
  get opened() {
    return this.mode !== 'bubble' || this.#view?.unfolded === true;
  }

  /**
   * Asks, as if the reader had.
   *
   * @param {string} text
   * @returns {Promise<import('./answer.js').Answer>} the answer when it has ended, however it ended
   * @throws {Error} when it cannot be asked now: no text or too much of it, an answer that is being written,
   *   an element that is not on a page, a server without room
   */
  async send(text) {
    const question = String(text).trim();
    if (question === '') throw new RangeError('There is nothing to send: the text is empty');
    if (question.length > MAX_MESSAGE_CHARS) {
      throw new RangeError(`A message has at most ${MAX_MESSAGE_CHARS} characters, not ${question.length}`);
    }
    if (this.#workspace === undefined || !this.isConnected) {
      throw new Error('The element is not on a page: it asks only while it is');
    }
    if (this.answering) throw new Error('An answer is being written: stop() it, or wait for runnel-complete');
    const { session } = this.#workspace;
    const refused = await this.#ask(question);
    if (refused !== undefined) throw new StreamFailure(refused);
    return session.conversation.turns.at(-1).answer;
  }

  /** Ends the answer that is being written. @returns {Promise<void>} settles when it has ended */
  async stop() {
    await this.#workspace?.session.stop();
  }

  /** An empty conversation comes on the page. */
  newConversation() {
    this.#trouble = undefined;
    this.#workspace?.begin();
    this.#view?.toEnd();
  }

  /**
   * @param {string} id a conversation's
   * @throws {StreamFailure} when the server does not give it; the one on the page then stays
   */
  async openConversation(id) {
    this.#trouble = undefined;
    await this.#workspace?.open(id);
    this.#draw();
    this.#view?.toEnd();
  }

  /**
   * The conversation on the page as a text.
   *
   * @param {'markdown'|'json'} form
   * @returns {string}
   */
  exportConversation(form) {
    return this.#exported(form).text;
  }

  /** Shows the chat of a bubble, and takes the focus there. */
  open() {
    this.#view?.unfold(true);
  }

  /** Folds a bubble; the focus goes to its button. */
  close() {
    this.#view?.unfold(false);
  }

  focus() {
    this.#wantsFocus = !this.#dressed;
    this.#view?.focus();
  }

  connectedCallback() {
    for (const name of ['base', 'mode', 'model', 'texts']) this.#takeUp(name);
    this.#arrive();
  }

  disconnectedCallback() {
    this.#depart();
  }

  attributeChangedCallback(name, before, now) {
    if (before === now || !this.#view) return;
    if (name === 'model') this.#draw();
    else if (name === 'base' || name === 'id') {
      this.#depart();
      this.#workspace = undefined;
      this.#askedForList = false;
      this.#trouble = undefined;
      this.#models = [];
      this.#arrive();
    } else {
      this.#rebuild();
    }
  }

  /** A property that was set before this class was known hides the one that does the work. */
  #takeUp(name) {
    if (!Object.hasOwn(this, name)) return;
    const value = this[name];
    delete this[name];
    this[name] = value;
  }

  #arrive() {
    const { signal } = (this.#here = new AbortController());
    const draw = coalesced(() => {
      if (!signal.aborted) this.#render();
    });
    this.#draw = () => {
      if (!signal.aborted) draw();
    };
    this.#workspace ??= this.#newWorkspace();
    if (!owners.has(this.#place)) owners.set(this.#place, this);
    this.#keep = keepWith(() => this.#workspace.keep(), { signal });
    onWake((news) => this.#workspace.wake(news), { signal });
    this.#watchLanguage(signal);
    this.#build();
    this.#workspace.resume();
    this.#render();
    this.#dress(signal);
    this.#askForModels(signal);
  }

  #depart() {
    this.#here.abort();
    this.#workspace?.leave();
    this.#view?.dispose();
    this.#view = undefined;
    if (owners.get(this.#place) === this) owners.delete(this.#place);
  }

  #newWorkspace() {
    const { base } = this;
    const name = this.id === '' ? 'runnel.chat' : `runnel.chat#${this.id}`;
    const place = (this.#place = `${name}:${base}`);
    this.#toldConversation = undefined;
    return new Workspace({
      platform: platformAt(new URL(base)),
      storage: new TabStorage(name, {
        path: base,
        storage: () => {
          if (owners.get(place) !== this) throw new Error('Another chat on this page is kept by this name');
          return sessionStorage;
        },
      }),
      remembered: new RememberedConversations(base),
      onChange: () => {
        this.#tellConversation();
        this.#draw();
        this.#keep();
      },
      onNews: (news) => {
        this.#tellConversation();
        this.#tell(news);
      },
    });
  }

  /** The language may be that of any element around this one, and may change. */
  #watchLanguage(signal) {
    const forget = onPageLanguageChange(() => {
      if (nearestLanguage(this) !== this.#words.language) this.#rebuild();
    });
    signal.addEventListener('abort', forget);
  }

  #wantedWords() {
    const language = nearestLanguage(this);
    const { origin } = new URL(this.base);
    const words = new Words(language);
    // A browser does not say whether a server is not there, or does not want to be asked from here.
    const own =
      origin === location.origin
        ? {}
        : { 'failure.network': words.t('failure.networkElsewhere', { server: origin, page: location.origin }) };
    return new Words(language, { ...own, ...this.#texts });
  }

  #rebuild() {
    if (this.#view === undefined) return;
    const { draft, unfolded } = this.#view;
    this.#view.dispose();
    this.#build();
    this.#view.draft = draft;
    this.#view.unfold(unfolded, { quietly: true });
    this.#render();
  }

  #build() {
    const words = (this.#words = this.#wantedWords());
    const workspace = this.#workspace;
    this.#view = new ChatView({
      words,
      mode: this.mode,
      actions: {
        ask: (question) => this.#ask(question),
        askAgain: (turnId, question) =>
          this.#taken(question, () => workspace.session.askAgain(turnId, { question, model: this.#modelToAsk })),
        retry: () => workspace.session.retry(),
        stop: () => workspace.session.stop(),
        chooseModel: (model) => {
          this.#chosenModel = model;
          this.#draw();
        },
        begin: () => this.newConversation(),
        open: (id) => this.#attempt(() => this.openConversation(id)),
        rename: (id, title) => this.#attempt(() => workspace.rename(id, title)),
        remove: (id) => this.#attempt(() => workspace.remove(id)),
        save: (form) => saveFile(this.#exported(form)),
        lookForConversations: () => this.#askForList(),
        unfolded: (open) => this.#dispatch(open ? 'runnel-open' : 'runnel-close', {}),
      },
    });
    this.#view.offerModels(this.model === null ? this.#models : [], this.#modelToAsk ?? this.#defaultModel);
    // Nothing is seen before it is as it should be.
    this.#view.element.hidden = !this.#dressed;
    this.shadowRoot.append(this.#view.element);
    this.#fitToPage();
  }

  /** Sizes are in rem; a page that changes what a rem is, as many do, must not change ours. */
  #fitToPage() {
    const readers = Number.parseFloat(getComputedStyle(this).fontSize);
    const pages = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    if (readers > 0 && pages > 0) this.#view.element.style.setProperty('--zoom', String(readers / pages));
  }

  async #dress(signal) {
    try {
      const sheets = await Promise.all(SHEETS.map((path) => sheetAt(new URL(path, OWN_BASE).href)));
      this.shadowRoot.adoptedStyleSheets = sheets;
    } catch (error) {
      // Without its styles it is not pretty, but can be used.
      reportError(error);
    }
    this.#dressed = true;
    if (signal.aborted) return;
    this.#view.element.hidden = false;
    this.#fitToPage();
    this.#view.toEnd();
    if (this.#wantsFocus) this.focus();
  }

  async #askForModels(signal) {
    const models = await configuredModels((url, init) => fetch(new URL(url, this.base), { ...init, signal }));
    if (signal.aborted) return;
    this.#models = models.map(({ id }) => id);
    this.#defaultModel = defaultModel(models, 'chat');
    this.#view.offerModels(this.model === null ? this.#models : [], this.#modelToAsk ?? this.#defaultModel);
    this.#draw();
  }

  /** Once, when it is looked at for the first time. */
  async #askForList() {
    if (this.#askedForList) return;
    this.#askedForList = true;
    await this.#attempt(async () => {
      try {
        await this.#workspace.refresh();
      } catch (error) {
        this.#askedForList = false;
        throw error;
      }
    });
  }

  get #modelToAsk() {
    return this.model ?? this.#chosenModel;
  }

  async #ask(question) {
    const workspace = this.#workspace;
    const answered = this.#taken(question, () => workspace.session.ask({ question, model: this.#modelToAsk }));
    this.#view?.toEnd();
    return answered;
  }

  /** Asks; a question that the server has no room for comes back into its box, and why is said. */
  async #taken(question, ask) {
    this.#trouble = undefined;
    const refused = await ask();
    if (refused === undefined) return undefined;
    if (question !== undefined) this.#view?.putBack(question);
    this.#say(refused);
    this.#dispatch('runnel-error', { conversationId: this.conversationId, ...refused });
    return refused;
  }

  async #attempt(work) {
    this.#trouble = undefined;
    try {
      await work();
    } catch (error) {
      if (!(error instanceof StreamFailure)) throw error;
      this.#say(error.failure);
      this.#dispatch('runnel-error', { conversationId: this.conversationId, ...error.failure });
    }
  }

  /** Says what did not work, for as long as that is true. */
  #say(failure) {
    this.#trouble = failure;
    this.#draw();
    if (failure.retryAfterSeconds === undefined) return;
    setTimeout(() => {
      if (this.#trouble !== failure) return;
      this.#trouble = undefined;
      this.#draw();
    }, failure.retryAfterSeconds * 1000);
  }

  #render() {
    const workspace = this.#workspace;
    const { session, conversation, title, conversations } = workspace;
    this.#view.update({
      of: session,
      conversation,
      title,
      conversations,
      isAnswering: (id) => workspace.isAnswering(id),
      model: conversation.turns.at(-1)?.answer.model ?? this.#modelToAsk ?? this.#defaultModel,
      trouble: this.#trouble === undefined ? '' : troubleText(this.#trouble, this.#words),
    });
  }

  /** At once and before any news of an answer in it: a page must not hear of a conversation that it does not know. */
  #tellConversation() {
    const { conversation, title } = this.#workspace;
    if (conversation.id === this.#toldConversation) return;
    this.#toldConversation = conversation.id;
    this.#dispatch('runnel-conversation', { conversationId: conversation.id, title });
  }

  #exported(form) {
    const { conversation, title } = this.#workspace;
    return exported(form, { title: title ?? this.#words.t('chats.new'), conversation, words: this.#words });
  }

  #tell({ type, conversationId, turn }) {
    const { question, answer } = turn;
    const { streamId, model, text, finishReason, usage, estimated, failure } = answer;
    const begun = { conversationId, streamId, model, question };
    if (type === 'start') this.#dispatch('runnel-start', begun);
    else if (type === 'complete') {
      this.#dispatch('runnel-complete', { ...begun, text, finishReason, usage, estimated });
    } else if (type === 'error') this.#dispatch('runnel-error', { ...begun, text, ...failure });
    else this.#dispatch('runnel-stop', { ...begun, text });
  }

  #dispatch(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, detail }));
  }
}

customElements.define('runnel-chat', RunnelChat);
