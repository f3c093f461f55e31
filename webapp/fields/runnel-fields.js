import { nearestLanguage, onPageLanguageChange } from '../i18n/nearest-language.js';
import { catalogues, languageTags, translator } from '../i18n/translate.js';
import { element } from '../page/dom.js';
import { coalesced } from '../page/frame.js';
import { keepWith } from '../page/keep.js';
import { TabStorage } from '../page/tab-storage.js';
import { platformAt } from '../streams/platform.js';
import { onWake } from '../streams/wake.js';
import { jsonText } from '../structured/json.js';
import { keptFrom, keptText } from '../structured/kept.js';
import { demoRequest } from '../structured/request.js';
import { problemOf } from '../structured/schema.js';
import { StructuredSession } from '../structured/session.js';
import { BoundFields } from './bound-fields.js';
import { FieldsView } from './fields-view.js';
import { FrameView } from './frame-view.js';
import { outlineOf } from './outline.js';
import { requestOf } from './request-of.js';

/** @typedef {import('../structured/state.js').StructuredRun} StructuredRun */

/** The application that this module came from. */
const HOME = new URL('../', import.meta.url);

const STYLE = new URL('fields.css', import.meta.url).href;

/** Those that a page may have set before this module was there. */
const PROPERTIES = ['prompt', 'schema', 'model', 'demo', 'controls', 'base', 'texts'];

/**
 * A structured answer as a form that grows: `<runnel-fields>`. Its attributes, properties, methods, events, parts
 * and custom properties are in docs/runnel-fields.md.
 */
export class RunnelFields extends HTMLElement {
  static observedAttributes = ['lang', 'prompt', 'schema', 'model', 'demo', 'controls', 'for', 'autostart'];

  #texts = {};
  /** @type {string|undefined} the schema that was set as a property */
  #schema;
  /** @type {StructuredSession|undefined} */
  #session;
  /** An answer that the page follows itself. @type {StructuredRun|undefined} */
  #foreign;
  /** @type {import('../structured/session.js').Kept|undefined} of an element that is out of the page */
  #left;
  #frame = new FrameView();
  #content = element('div', { className: 'content' });
  #slot = element('slot');
  #hint = element('p', { className: 'hint-empty' });
  /** @type {FieldsView|undefined} */
  #view;
  /** @type {BoundFields|undefined} */
  #bound;
  #translate = translator('en', {});
  #language = 'en';
  /** The run that is drawn, and what was told of it. */
  #drawn = { run: undefined, outline: undefined, phase: 'idle', violations: new Set() };
  #redraw = coalesced(() => this.#draw());
  #save = () => {};
  #connection = new AbortController();

  constructor() {
    super();
    const style = element('link', { rel: 'stylesheet', href: STYLE });
    const all = element('div', { className: 'fields', hidden: true }, ...this.#frame.around(this.#slot, this.#content));
    all.part.add('base');
    // Without its style the form would flicker up as plain text.
    for (const type of ['load', 'error']) style.addEventListener(type, () => (all.hidden = false));
    this.attachShadow({ mode: 'open' }).append(style, all);
    this.#frame.button.addEventListener('click', () => (this.#running ? this.stop() : this.start()));
    this.#frame.failure.addEventListener('runnel-retry', (event) => this.#retry(event));
    this.shadowRoot.addEventListener('keydown', (event) => this.#key(event));
  }

  get prompt() {
    return this.getAttribute('prompt') ?? '';
  }

  set prompt(prompt) {
    this.setAttribute('prompt', prompt);
  }

  /** The JSON text of the schema; empty for none. Takes an object too. @returns {string} */
  get schema() {
    return this.#schema ?? this.#schemaOfAttribute();
  }

  set schema(schema) {
    if (schema === undefined || schema === null) this.#schema = undefined;
    else this.#schema = typeof schema === 'string' ? schema : JSON.stringify(schema);
    this.#redraw();
  }

  get model() {
    return this.getAttribute('model') ?? '';
  }

  set model(model) {
    this.setAttribute('model', model);
  }

  get demo() {
    return this.hasAttribute('demo');
  }

  set demo(demo) {
    this.toggleAttribute('demo', demo);
  }

  /** @returns {'all'|'stop'|'none'} */
  get controls() {
    return this.getAttribute('controls') ?? 'all';
  }

  set controls(controls) {
    this.setAttribute('controls', controls);
  }

  /** Where the server's application is. @returns {string} */
  get base() {
    const base = this.getAttribute('base');
    return base === null ? HOME.href : new URL(base.endsWith('/') ? base : `${base}/`, document.baseURI).href;
  }

  set base(base) {
    this.setAttribute('base', base);
  }

  /**
   * The page's own words, by the keys of i18n/en.js.
   *
   * @returns {Record<string, string>}
   * @throws {RangeError} when there is no text of such a key
   */
  get texts() {
    return { ...this.#texts };
  }

  set texts(texts) {
    for (const key of Object.keys(texts)) {
      if (!Object.hasOwn(catalogues.en, key)) throw new RangeError(`No text is named ${key}: the names are those in i18n/en.js`);
    }
    this.#texts = { ...texts };
    this.#speak();
  }

  /** The document as far as it has come, as a plain value; undefined before. @returns {any} */
  get value() {
    const { json } = this;
    return json === undefined ? undefined : JSON.parse(json);
  }

  /** The same as a JSON text, each number as the model wrote it. @returns {string|undefined} */
  get json() {
    const { document: node } = this.#run ?? {};
    return node === undefined ? undefined : jsonText(node, 2);
  }

  /** @returns {import('../structured/state.js').Phase} */
  get phase() {
    return this.#run?.phase ?? 'idle';
  }

  /** What the answer was asked for that is shown; a `prompt` that is set meanwhile is for the next. */
  get asked() {
    const request = this.#session?.request;
    if (request === undefined) return undefined;
    return request.ask === undefined ? { demo: true } : { demo: false, ...request.ask };
  }

  /**
   * Asks for an answer by `prompt`, `schema` and `model`, or for the demo's. Does nothing while one is written.
   * What cannot be asked for is shown as a failure.
   */
  start() {
    if (this.#session === undefined) throw new Error('<runnel-fields> is not in a document');
    this.#foreign = undefined;
    const { prompt, schema, model, demo } = this;
    const ask = { prompt, schema, model: model === '' ? undefined : model };
    const { request, failure } = demo ? { request: demoRequest } : requestOf(ask, this.#translate);
    if (failure !== undefined) this.#session.refuse(failure);
    else this.#session.ask(request);
  }

  /** Ends the answer where it is, on the server too. A second time, the server's word is not waited for. */
  stop() {
    this.#session?.stop();
  }

  /**
   * Shows an answer that the page follows itself, with an `EventSource` say; to be called whenever it has changed.
   *
   * @param {StructuredRun} run
   */
  show(run) {
    this.#foreign = run;
    this.#redraw();
  }

  connectedCallback() {
    for (const name of PROPERTIES) this.#upgrade(name);
    // Moved within a page, it goes on.
    if (this.#session !== undefined) return;
    const { signal } = (this.#connection = new AbortController());
    this.#session = this.#newSession();
    const storage = this.#storage();
    this.#save = keepWith(() => storage?.write(keptText(this.#session?.kept)), { signal });
    onWake((news) => this.#session.wake(news), { signal });
    signal.addEventListener('abort', onPageLanguageChange(() => this.#speak()));
    this.#speak();
    const kept = this.#left ?? keptFrom(storage?.read());
    this.#left = undefined;
    if (kept !== undefined) this.#session.restore(kept);
    else if (this.hasAttribute('autostart')) this.start();
    this.#draw();
  }

  disconnectedCallback() {
    queueMicrotask(() => {
      if (this.isConnected || this.#session === undefined) return;
      this.#left = this.#session.kept;
      this.#connection.abort();
      this.#session.leave();
      this.#session = undefined;
      this.#unbind();
      this.removeAttribute('aria-busy');
    });
  }

  attributeChangedCallback(name) {
    if (this.#session === undefined) return;
    if (name === 'lang') this.#speak();
    else this.#redraw();
  }

  get #run() {
    return this.#foreign ?? this.#session?.run;
  }

  get #running() {
    return this.#run?.running === true;
  }

  #newSession() {
    const session = new StructuredSession({
      onChange: () => {
        if (this.#session !== session) return;
        this.#redraw();
        this.#save();
      },
      onBegin: ({ replays }) => this.#tell('runnel-start', { resumed: replays }),
      onEvent: (raw) => this.#tell('runnel-event', { raw }),
      platform: platformAt(new URL(this.base)),
    });
    return session;
  }

  /** Only what has an id can be known again after a reload. */
  #storage() {
    if (this.id === '') return undefined;
    return new TabStorage(`runnel.fields.${this.id}`, { path: location.pathname + location.search });
  }

  #upgrade(name) {
    if (!Object.hasOwn(this, name)) return;
    const value = this[name];
    delete this[name];
    this[name] = value;
  }

  #schemaOfAttribute() {
    const schema = this.getAttribute('schema') ?? '';
    if (!schema.startsWith('#')) return schema;
    return this.ownerDocument.getElementById(schema.slice(1))?.textContent ?? schema;
  }

  #speak() {
    this.#language = nearestLanguage(this);
    this.#translate = translator(this.#language, { ...this.#elsewhere(), ...this.#texts });
    this.shadowRoot.querySelector('.fields').lang = languageTags[this.#language];
    // All labels are others.
    this.#view = undefined;
    this.#redraw();
  }

  /** A browser does not say whether a server is not there, or does not want to be asked from here. */
  #elsewhere() {
    const { origin } = new URL(this.base);
    if (origin === location.origin) return {};
    const t = translator(this.#language, {});
    return { 'failure.network': t('failure.networkElsewhere', { server: origin, page: location.origin }) };
  }

  #key(event) {
    if (event.key !== 'Escape' || event.isComposing || !this.#running) return;
    event.stopPropagation();
    this.stop();
  }

  #retry(event) {
    event.stopPropagation();
    const goesOn = this.#tell('runnel-retry', {}, { cancelable: true });
    (this.#frame.button.hidden ? this.#view?.element : this.#frame.button)?.focus({ preventScroll: true });
    if (goesOn && this.#foreign === undefined) this.#session?.retry();
  }

  #draw() {
    const run = this.#run;
    if (!this.isConnected || run === undefined) return;
    const held = this.shadowRoot.activeElement === this.#frame.button;
    const how = { t: this.#translate, language: this.#language, controls: this.controls };
    this.#frame.draw(run, how);
    const changes = this.#drawForm(run);
    // The button that was pressed is gone; the reader's place in the page is not.
    if (held && this.#frame.button.hidden) this.#view?.element.focus({ preventScroll: true });
    if (run.running) this.setAttribute('aria-busy', 'true');
    else this.removeAttribute('aria-busy');
    if (this.getAttribute('phase') !== run.phase) this.setAttribute('phase', run.phase);
    this.#tellOf(run, changes);
  }

  #drawForm(run) {
    const outline = this.#outlineText(run);
    const anew = this.#view === undefined || run !== this.#drawn.run || outline !== this.#drawn.outline;
    const spoken = run === this.#drawn.run;
    if (anew) this.#begin(run, outline);
    const changes = this.#view.draw(run);
    const empty = run.document === undefined && this.#drawn.outline.trim() === '';
    this.#hint.hidden = !empty || !(run.running || run.phase === 'idle');
    this.#view.element.hidden = empty;
    this.#drawBound(run);
    // In other words, but nothing new.
    return anew && spoken ? [] : changes;
  }

  #begin(run, outline) {
    this.#view = new FieldsView({ outline: outlineIn(outline), t: this.#translate });
    this.#hint.textContent = this.#translate('fields.empty');
    this.#content.replaceChildren(this.#hint, this.#view.element);
    if (run !== this.#drawn.run) {
      this.#drawn = { run, outline, phase: 'idle', violations: new Set() };
      this.#bound?.begin();
    }
    this.#drawn.outline = outline;
  }

  /** The schema of the answer that is shown; before there is one, that of the next. */
  #outlineText(run) {
    const asked = run.phase === 'idle' || this.#foreign !== undefined ? undefined : this.asked;
    if (asked?.demo ?? this.demo) return demoOutline(this.#translate);
    return asked?.schema ?? this.schema;
  }

  #drawBound(run) {
    const root = this.#boundRoot();
    if (root !== this.#bound?.root) this.#unbind();
    if (root !== undefined) this.#bound ??= new BoundFields(root);
    this.#bound?.draw(run);
    // What stands in the page's own form need not be read twice.
    this.#content.hidden = root !== undefined;
  }

  #boundRoot() {
    const id = this.getAttribute('for');
    const root = id === null ? this : this.ownerDocument.getElementById(id);
    return root !== null && BoundFields.areIn(root) ? root : undefined;
  }

  #unbind() {
    this.#bound?.release();
    this.#bound = undefined;
  }

  #tellOf(run, changes) {
    for (const { pointer, node } of changes) this.#tell('runnel-change', { pointer, value: plain(node) });
    const told = this.#drawn;
    for (const { path, message } of run.violations) {
      const violation = JSON.stringify([path, message]);
      if (told.violations.has(violation)) continue;
      told.violations.add(violation);
      this.#tell('runnel-violation', { pointer: path, message });
    }
    if (run.phase === told.phase) return;
    told.phase = run.phase;
    const { valid, violations, usage, estimated, failure } = run;
    if (run.phase === 'end') {
      const all = violations.map(({ path, message }) => ({ pointer: path, message }));
      this.#tell('runnel-complete', { value: this.value, valid, violations: all, usage, estimated });
    } else if (failure !== undefined) {
      this.#tell('runnel-error', { ...failure, value: this.value });
    } else if (run.phase === 'cancelled') {
      this.#tell('runnel-stop', { value: this.value });
    }
  }

  #tell(type, detail, { cancelable = false } = {}) {
    return this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable }));
  }
}

/** The demo's fields have no schema on the wire, but names. */
function demoOutline(t) {
  const field = (title) => ({ type: 'string', title });
  return JSON.stringify({
    properties: { title: field(t('fields.demoTitle')), summary: field(t('fields.demoSummary')) },
  });
}

/** A schema that cannot be read is said to be so when it is asked with. */
function outlineIn(text) {
  return problemOf(text) === undefined ? outlineOf(text) : undefined;
}

function plain(node) {
  return node.kind === 'string' ? node.text : node.value;
}

if (customElements.get('runnel-fields') === undefined) customElements.define('runnel-fields', RunnelFields);
