import '../failure/failure-view.js';
import { element, showText } from '../page/dom.js';
import { usageText } from '../page/usage.js';

/** @typedef {import('../structured/state.js').StructuredRun} StructuredRun */

/**
 * What stands around the form: where the answer is, the button that starts and stops it, a failure, and the
 * model's reasoning. Screen readers are told twice an answer: that it has begun, and how it has ended.
 */
export class FrameView {
  button = partElement('button', 'button', { type: 'button' });
  failure = document.createElement('runnel-failure');
  #bar;
  #state = partElement('span', 'state');
  #meta = partElement('span', 'meta');
  #status = element('p', { className: 'visually-hidden', role: 'status' });
  #reasoning;
  #summary = element('summary');
  #thoughts = element('div', { className: 'thoughts', dir: 'auto' });
  /** @type {StructuredRun|undefined} that of which the beginning was told */
  #begun;
  /** @type {StructuredRun|undefined} */
  #ended;

  constructor() {
    this.#bar = partElement('div', 'bar', {}, this.#state, this.#meta, this.button);
    this.failure.part.add('error');
    this.#reasoning = partElement('details', 'reasoning', {}, this.#summary, this.#thoughts);
  }

  /** @param {HTMLElement} content @returns {HTMLElement[]} all of it, around the content */
  around(...content) {
    return [this.#bar, this.#status, this.failure, ...content, this.#reasoning];
  }

  /**
   * @param {StructuredRun} run
   * @param {object} how
   * @param {(key: string, values?: Record<string, string|number>) => string} how.t
   * @param {import('../i18n/translate.js').Language} how.language
   * @param {string} how.controls
   */
  draw(run, { t, language, controls }) {
    const said = stateText(run, { t, language });
    this.#bar.dataset.phase = run.phase;
    this.#bar.dataset.valid = String(run.valid);
    showText(this.#state, said);
    this.#tell(run, said);
    this.#drawButton(run, { t, controls });
    this.failure.t = t;
    this.failure.failure = run.failure;
    const usage = run.usage ?? {};
    showText(this.#meta, usageText({ total: usage.total, usage, estimated: run.estimated }, { t, language }));
    this.#reasoning.hidden = run.reasoning === '';
    showText(this.#summary, t('fields.reasoning'));
    showText(this.#thoughts, run.reasoning);
  }

  #drawButton({ running }, { t, controls }) {
    const { button } = this;
    button.hidden = controls === 'none' || (controls === 'stop' && !running);
    button.classList.toggle('button--stop', running);
    button.part.toggle('stop', running);
    button.part.toggle('start', !running);
    showText(button, t(running ? 'fields.stop' : 'fields.start'));
  }

  #tell(run, said) {
    if (run.phase === 'idle') return;
    if (run.running) {
      // An answer that goes on after a cut has begun before.
      if (this.#begun !== run) this.#status.textContent = said;
    } else if (this.#ended !== run) {
      this.#status.textContent = said;
      this.#ended = run;
    }
    this.#begun = run;
  }
}

/** The server speaks one language, Chinese; in another the element has words of its own. */
function stateText(run, { t, language }) {
  const said =
    lineText(run, t) || (language === 'zh' && run.message) || t(`fields.phase.${run.phase}`);
  return [said, verdictOf(run, t)].filter((part) => part !== '').join(' · ');
}

/** How far away the server is, when that is what the reader waits for. */
function lineText({ running, stopping, stopUntold, line }, t) {
  if (stopUntold) return t('stop.untold');
  if (!running) return '';
  if (stopping) return t('stop.waiting');
  return line === 'open' ? '' : t(`line.${line}`);
}

function verdictOf({ valid, violations }, t) {
  if (violations.length > 0) {
    const found = t('fields.violations', { count: violations.length });
    return valid === false ? `${t('fields.invalid')} · ${found}` : found;
  }
  if (valid === undefined) return '';
  return t(valid ? 'fields.valid' : 'fields.invalid');
}

function partElement(tag, part, properties = {}, ...children) {
  const made = element(tag, { className: part, ...properties }, ...children);
  made.part.add(part);
  return made;
}
