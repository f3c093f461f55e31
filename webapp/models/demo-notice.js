import { onLanguageChange, t } from '../i18n/language.js';
import { element, showSentence } from '../page/dom.js';

/** Says that nobody real is answering. State in: `model`, the id of the model that answers. */
class RunnelDemoNotice extends HTMLElement {
  #model = '';
  #text = element('p');
  #forget = () => {};

  set model(model) {
    this.#model = model ?? '';
    this.#render();
  }

  connectedCallback() {
    this.append(this.#text);
    this.#forget = onLanguageChange(() => this.#render());
    this.#render();
  }

  disconnectedCallback() {
    this.#forget();
    this.#text.remove();
  }

  #render() {
    this.hidden = this.#model !== 'demo';
    showSentence(this.#text, t('demo.notice'));
  }
}

customElements.define('runnel-demo-notice', RunnelDemoNotice);
