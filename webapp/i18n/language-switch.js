import { chooseForGood, language, onLanguageChange } from './language.js';
import { languageTags } from './translate.js';

const NAMES = { zh: '中文', en: 'English' };

/** A button that names the other language, in that language. */
class RunnelLanguageSwitch extends HTMLElement {
  #button = document.createElement('button');
  #forget = () => {};

  constructor() {
    super();
    this.#button.type = 'button';
    this.#button.className = 'button button--quiet button--small';
    this.#button.addEventListener('click', () => chooseForGood(other()));
  }

  connectedCallback() {
    this.append(this.#button);
    this.#forget = onLanguageChange(() => this.#render());
    this.#render();
  }

  disconnectedCallback() {
    this.#forget();
    this.#button.remove();
  }

  #render() {
    this.#button.textContent = NAMES[other()];
    this.#button.lang = languageTags[other()];
  }
}

function other() {
  return language() === 'zh' ? 'en' : 'zh';
}

customElements.define('runnel-language-switch', RunnelLanguageSwitch);
