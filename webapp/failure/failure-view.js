import { onLanguageChange, t } from '../i18n/language.js';
import { failureParts } from './failure-parts.js';

/**
 * Shows a failure in words, with what support needs to know.
 * State in: `failure`, and `offersRetry`. News out: `runnel-retry`, which bubbles; what was only lost from
 * sight is then to be resumed, not asked anew.
 */
class RunnelFailure extends HTMLElement {
  /** @type {import('./failure.js').Failure|undefined} */
  #failure = undefined;
  #offersRetry = true;
  #t = t;
  #forget = () => {};

  set failure(failure) {
    if (failure === this.#failure) return;
    this.#failure = failure;
    this.#render();
  }

  /** Whether a retryable failure gets its button: an old answer has none. */
  set offersRetry(offersRetry) {
    if (offersRetry === this.#offersRetry) return;
    this.#offersRetry = offersRetry;
    this.#render();
  }

  /** The words, where they are not the page's. @param {typeof t} translate */
  set t(translate) {
    if (translate === this.#t) return;
    this.#t = translate;
    this.#render();
  }

  connectedCallback() {
    this.role = 'alert';
    this.#forget = onLanguageChange(() => this.#render());
    this.#render();
  }

  disconnectedCallback() {
    this.#forget();
  }

  #render() {
    const failure = this.#failure;
    this.hidden = failure === undefined;
    if (failure === undefined) {
      this.replaceChildren();
      return;
    }
    const onRetry = () => this.dispatchEvent(new CustomEvent('runnel-retry', { bubbles: true }));
    this.replaceChildren(...failureParts(failure, { t: this.#t, onRetry: this.#offersRetry ? onRetry : undefined }));
  }
}

customElements.define('runnel-failure', RunnelFailure);
