import { onLanguageChange, t } from '../i18n/language.js';
import { element } from '../page/dom.js';
import { LOCAL_CODES } from './failure.js';

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
    const parts = [element('p', { className: 'failure__words' }, words(failure, this.#t))];
    if (failure.retryAfterSeconds !== undefined) {
      parts.push(element('p', {}, this.#t('failure.retryAfter', { seconds: failure.retryAfterSeconds })));
    }
    parts.push(details(failure, this.#t));
    if (failure.retryable && this.#offersRetry) parts.push(this.#retryButton());
    this.replaceChildren(...parts);
  }

  #retryButton() {
    const button = element(
      'button',
      { type: 'button', className: 'button button--small' },
      this.#t(this.#failure?.resumable === true ? 'failure.resume' : 'failure.retry'),
    );
    button.addEventListener('click', () => {
      this.dispatchEvent(new CustomEvent('runnel-retry', { bubbles: true }));
    });
    return button;
  }
}

function words(failure, t) {
  if (failure.message !== undefined) return failure.message;
  return t(LOCAL_CODES.includes(failure.code) ? `failure.${failure.code}` : 'failure.unknown');
}

function details(failure, t) {
  const list = element('dl', { className: 'failure__details' });
  const entries = [
    ['failure.code', failure.code],
    ['failure.phase', failure.phase],
    ['failure.providerCode', failure.providerCode],
    ['failure.logId', failure.logId],
  ];
  for (const [key, value] of entries) {
    if (value === undefined) continue;
    list.append(element('div', {}, element('dt', {}, t(key)), element('dd', {}, value)));
  }
  return list;
}

customElements.define('runnel-failure', RunnelFailure);
