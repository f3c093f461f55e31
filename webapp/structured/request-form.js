import { onLanguageChange, t } from '../i18n/language.js';
import { element } from '../page/dom.js';
import { exampleSchemas } from './examples.js';
import { problemWords } from './problem-words.js';
import { problemOf } from './schema.js';

/** The choice in the list of examples that stands for what the reader has written. */
const OWN = 'own';

/**
 * What is asked for: the demo, or a prompt with a schema; the markup is in the page.
 * State in: `busy`. State out: `ask`, what is chosen.
 * News out: `runnel-run` when it is to be asked for, and `runnel-edit` when anything has changed.
 */
class RunnelStructuredRequest extends HTMLElement {
  #busy = false;
  /** Nothing is said about a prompt that is missing before it was needed. */
  #promptMissed = false;
  /** What the reader wrote: a look at the examples must not lose it. */
  #draft = { prompt: '', schema: '' };
  #forget = () => {};
  #listening = new AbortController();

  set busy(busy) {
    if (busy === this.#busy) return;
    this.#busy = busy;
    // Not `disabled`: that would take the focus from the button that was just pressed.
    this.#part('start').ariaDisabled = String(busy);
  }

  /** @returns {{prompt: string, schema: string}|undefined} undefined for the demo */
  get ask() {
    if (this.#isDemo) return undefined;
    return { prompt: this.#prompt.value.trim(), schema: this.#schema.value };
  }

  /** Shows what was asked for. @param {{prompt: string, schema: string}|undefined} ask undefined for the demo */
  restore(ask) {
    this.querySelector(`input[name=mode][value=${ask === undefined ? 'demo' : 'own'}]`).checked = true;
    if (ask !== undefined) {
      const { prompt, schema } = ask;
      const names = Object.keys(exampleSchemas);
      const name = names.find((it) => exampleSchemas[it] === schema && t(`example.${it}.prompt`) === prompt);
      if (name === undefined) this.#draft = { prompt, schema };
      this.#part('example').value = name ?? OWN;
      this.#fill();
    }
    this.#render();
  }

  focus(options) {
    this.#part('start').focus(options);
  }

  connectedCallback() {
    const { signal } = (this.#listening = new AbortController());
    const listen = (target, type, listener) => target.addEventListener(type, listener, { signal });
    for (const mode of this.#modes) listen(mode, 'change', () => this.#changeMode());
    listen(this.#part('example'), 'change', () => this.#fill());
    for (const field of [this.#prompt, this.#schema]) {
      listen(field, 'input', () => this.#write());
      listen(field, 'keydown', (event) => this.#key(event));
    }
    listen(this.querySelector('form'), 'submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#forget = onLanguageChange(() => this.#translate());
    this.#offerExamples();
    this.#fill();
  }

  disconnectedCallback() {
    this.#listening.abort();
    this.#forget();
  }

  get #modes() {
    return this.querySelectorAll('input[name=mode]');
  }

  get #isDemo() {
    return this.querySelector('input[name=mode]:checked').value === 'demo';
  }

  get #prompt() {
    return this.#part('prompt');
  }

  get #schema() {
    return this.#part('schema');
  }

  #part(name) {
    return this.querySelector(`[data-part=${name}]`);
  }

  #changeMode() {
    this.#render();
  }

  #offerExamples() {
    const names = [...Object.keys(exampleSchemas), OWN];
    this.#part('example').replaceChildren(
      ...names.map((value) => element('option', { value }, t(`example.${value}`))),
    );
  }

  #translate() {
    for (const option of this.#part('example').options) option.textContent = t(`example.${option.value}`);
    this.#fill();
  }

  /** Puts the chosen example, or what the reader has written, into the fields. */
  #fill() {
    const { value } = this.#part('example');
    const { prompt, schema } =
      value === OWN ? this.#draft : { prompt: t(`example.${value}.prompt`), schema: exampleSchemas[value] };
    this.#prompt.value = prompt;
    this.#schema.value = schema;
    this.#promptMissed = false;
    this.#render();
  }

  /** An example that is changed is the reader's own. */
  #write() {
    this.#draft = { prompt: this.#prompt.value, schema: this.#schema.value };
    this.#part('example').value = OWN;
    this.#promptMissed = false;
    this.#render();
  }

  #key(event) {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    this.#submit();
  }

  #submit() {
    if (this.#busy) return;
    if (!this.#isDemo && !this.#isRight()) return;
    this.dispatchEvent(new CustomEvent('runnel-run'));
  }

  /** Whether it can be asked for; if not, the reader is led to the field. */
  #isRight() {
    const { prompt, schema } = this.ask;
    const problem = problemOf(schema);
    this.#promptMissed = prompt === '';
    this.#render();
    if (this.#promptMissed) {
      this.#prompt.focus();
      return false;
    }
    if (problem !== undefined) {
      select(this.#schema, problem.offset);
      return false;
    }
    return true;
  }

  #render() {
    this.#part('about-demo').hidden = !this.#isDemo;
    this.#part('own').hidden = this.#isDemo;
    this.#part('keys').hidden = this.#isDemo;
    tell(this.#prompt, this.#part('prompt-problem'), this.#promptMissed ? t('request.promptMissing') : '');
    const problem = problemOf(this.#schema.value);
    tell(this.#schema, this.#part('schema-problem'), problem === undefined ? '' : problemWords(problem, t));
    this.dispatchEvent(new CustomEvent('runnel-edit'));
  }
}

/** Selects one character of a field and scrolls to its line, which browsers do not do by themselves. */
function select(field, offset) {
  field.focus();
  field.setSelectionRange(offset, offset + 1);
  const linesAbove = (text) => text.split('\n').length - 1;
  const above = linesAbove(field.value.slice(0, offset)) / (linesAbove(field.value) + 1);
  field.scrollTop = above * field.scrollHeight - field.clientHeight / 2;
}

/** Says below a field what is wrong with it. */
function tell(field, target, problem) {
  field.ariaInvalid = String(problem !== '');
  target.textContent = problem;
  target.hidden = problem === '';
}

customElements.define('runnel-structured-request', RunnelStructuredRequest);
