import { language, onLanguageChange, t } from '../i18n/language.js';
import { element, showSentence } from '../page/dom.js';
import { curlOf, missing, requestOf } from './operations.js';
import { readText } from './response.js';
import { summaries } from './summaries.zh.js';

let fields = 0;

/** One operation: what it does, a form to try it, and what came back. State in: `operation`. */
class RunnelOperation extends HTMLElement {
  /** @type {import('./operations.js').Operation} */
  operation;
  #values = {};
  #inputs = new Map();
  #body;
  #running;
  #forget = () => {};
  #fold = element('details', { className: 'fold operation' });
  #summary = element('span', { className: 'operation__summary' });
  #send = element('button', { type: 'submit', className: 'button button--primary' });
  #stop = element('button', { type: 'button', className: 'button button--danger', hidden: true });
  #problem = element('p', { className: 'request__problem', role: 'alert', hidden: true });
  #curl = element('pre', { className: 'operation__code', tabIndex: 0 });
  #status = element('p', { className: 'operation__status', role: 'status' });
  #headers = element('pre', { className: 'operation__code', tabIndex: 0 });
  #received = element('pre', { className: 'operation__code operation__body', tabIndex: 0 });
  #labels = [];

  connectedCallback() {
    this.id = this.operation.id;
    if (this.childElementCount === 0) this.#build();
    this.#forget = onLanguageChange(() => this.#translate());
    this.#translate();
  }

  disconnectedCallback() {
    this.#forget();
    this.#running?.abort();
  }

  open() {
    this.#fold.open = true;
    this.scrollIntoView();
  }

  #build() {
    const { method, path, description, responses } = this.operation;
    const result = element(
      'div',
      { className: 'operation__result', hidden: true },
      ...[this.#curl, this.#status, this.#headers, this.#received],
    );
    const actions = element('div', { className: 'actions' }, this.#send, this.#stop);
    const form = element('form', {}, ...this.#fields(), this.#problem, actions);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      result.hidden = false;
      this.#try();
    });
    this.#stop.addEventListener('click', () => this.#running?.abort());
    const about = element('p', { className: 'operation__about', lang: 'en', hidden: description === '' });
    showSentence(about, description);
    const answers = responses.map(({ status, description: text }) =>
      element('div', {}, element('dt', {}, status), element('dd', { lang: 'en' }, text)),
    );
    this.#fold.append(
      element(
        'summary',
        {},
        element('span', { className: `operation__method operation__method--${method.toLowerCase()}` }, method),
        element('code', {}, `/${path}`),
        this.#summary,
      ),
      element(
        'div',
        { className: 'operation__inside' },
        about,
        form,
        result,
        element('details', {}, this.#label('summary', 'api.answers'), element('dl', { className: 'answers' }, ...answers)),
      ),
    );
    this.append(this.#fold);
  }

  #fields() {
    const { parameters, body } = this.operation;
    const made = parameters.map((parameter) => {
      const { name, in: place, required, description, example } = parameter;
      const input = element('input', { ...this.#common(), value: example });
      this.#inputs.set(name, input);
      const kind = element('small', {}, this.#label('span', `api.in.${place}`));
      if (required) kind.append(' · ', this.#label('span', 'api.required'));
      return this.#field(input, [element('code', {}, name), ' ', kind], description);
    });
    if (body !== undefined) {
      const rows = Math.min(14, body.split('\n').length + 1);
      this.#body = element('textarea', { ...this.#common(), value: body, rows });
      made.push(this.#field(this.#body, [this.#label('span', 'api.body')], ''));
    }
    return made;
  }

  #common() {
    return { id: `field-${++fields}`, autocomplete: 'off', spellcheck: false };
  }

  #field(input, label, description) {
    const field = element('div', { className: 'operation__field' });
    field.append(element('label', { htmlFor: input.id }, ...label), input);
    if (description !== '') {
      const about = { id: `${input.id}-about`, className: 'operation__hint', lang: 'en' };
      field.append(element('p', about, description));
      input.setAttribute('aria-describedby', about.id);
    }
    return field;
  }

  #label(tag, key) {
    const made = element(tag);
    this.#labels.push([made, key]);
    return made;
  }

  #translate() {
    const { id, summary } = this.operation;
    const own = language() === 'zh' ? summaries[id] : undefined;
    this.#summary.textContent = own ?? summary;
    this.#summary.lang = own === undefined ? 'en' : 'zh-CN';
    this.#send.textContent = t('api.send');
    this.#stop.textContent = t('api.stop');
    this.#received.ariaLabel = t('api.received');
    for (const [target, key] of this.#labels) target.textContent = t(key);
  }

  async #try() {
    for (const [name, input] of this.#inputs) this.#values[name] = input.value;
    const names = missing(this.operation, this.#values);
    this.#problem.hidden = names.length === 0;
    this.#problem.textContent = names.length === 0 ? '' : t('api.missing', { names: names.join(', ') });
    if (names.length > 0) {
      this.#inputs.get(names[0]).focus();
      return;
    }
    this.#running?.abort();
    const running = (this.#running = new AbortController());
    const request = requestOf(this.operation, this.#values, this.#body?.value);
    const show = (target, text) => running === this.#running && (target.textContent = text);
    show(this.#curl, curlOf(request, new URL('.', location.href)));
    show(this.#status, t('api.waiting'));
    show(this.#headers, '');
    show(this.#received, '');
    this.#stop.hidden = false;
    try {
      const response = await fetch(request.url, { ...request.init, signal: running.signal });
      show(this.#status, `${response.status} ${response.statusText}`);
      show(this.#headers, [...response.headers].map((pair) => pair.join(': ')).join('\n'));
      await readText(response, (text) => running === this.#running && this.#received.append(text));
    } catch (cause) {
      if (running.signal.aborted) show(this.#status, `${this.#status.textContent} · ${t('api.stopped')}`);
      else show(this.#status, t('failure.network'));
    }
    if (running === this.#running) this.#stop.hidden = true;
  }
}

customElements.define('runnel-operation', RunnelOperation);
