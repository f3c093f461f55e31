import '../failure/failure-view.js';
import { onLanguageChange, t } from '../i18n/language.js';
import { element, showText } from '../page/dom.js';
import { secondsText, usageText } from '../page/usage.js';
import { isRunning } from './answer.js';

/**
 * One answer of the model.
 * State in: `answer`, and `latest`, whether it is the last one: only that can be retried or followed up.
 * News out: `runnel-retry`, and `runnel-ask` with `{question}`; both bubble.
 */
class RunnelAnswer extends HTMLElement {
  /** @type {import('./answer.js').Answer|undefined} */
  #answer = undefined;
  #latest = true;
  #forget = () => {};

  #speaker = element('p', { className: 'visually-hidden' });
  #reasoningSummary = element('summary');
  #reasoningText = element('div', { className: 'reasoning__text', dir: 'auto' });
  #reasoning = element(
    'details',
    { className: 'reasoning' },
    this.#reasoningSummary,
    this.#reasoningText,
  );
  #dots = element(
    'span',
    { className: 'dots', ariaHidden: 'true' },
    element('span'),
    element('span'),
    element('span'),
  );
  #text = element('div', { className: 'answer__text', dir: 'auto' });
  #bubble = element('div', { className: 'bubble bubble--bot' }, this.#reasoning, this.#text, this.#dots);
  #note = element('p', { className: 'answer__note' });
  #failure = element('runnel-failure');
  #meta = element('p', { className: 'answer__meta' });
  #followUps = element('ul', { className: 'follow-ups' });

  set answer(answer) {
    if (answer === this.#answer) return;
    this.#answer = answer;
    this.#render();
  }

  set latest(latest) {
    if (latest === this.#latest) return;
    this.#latest = latest;
    this.#render();
  }

  connectedCallback() {
    this.append(
      this.#speaker,
      this.#bubble,
      this.#note,
      this.#failure,
      this.#meta,
      this.#followUps,
    );
    this.#forget = onLanguageChange(() => this.#render());
    this.#render();
  }

  disconnectedCallback() {
    this.#forget();
    this.replaceChildren();
  }

  #render() {
    const answer = this.#answer;
    if (answer === undefined || !this.isConnected) return;
    const running = isRunning(answer);
    this.#speaker.textContent = t('chat.assistant');

    this.#reasoning.hidden = answer.reasoning === '';
    this.#reasoningSummary.textContent = t(
      running && answer.text === '' ? 'answer.thinking' : 'answer.reasoning',
    );
    showText(this.#reasoningText, answer.reasoning);
    showText(this.#text, answer.text);
    this.#text.hidden = answer.text === '';
    this.#text.classList.toggle('writing', running);
    this.#dots.hidden = !running || answer.text !== '';
    this.#bubble.hidden = !running && answer.text === '' && answer.reasoning === '';

    show(this.#note, noteOf(answer));
    this.#failure.offersRetry = this.#latest;
    this.#failure.failure = answer.failure;
    show(this.#meta, running ? '' : metaOf(answer));
    this.#renderFollowUps(running || !this.#latest ? [] : answer.followUps);
  }

  #renderFollowUps(questions) {
    this.#followUps.hidden = questions.length === 0;
    this.#followUps.ariaLabel = t('answer.followUps');
    this.#followUps.replaceChildren(
      ...questions.map((question) => {
        const button = element('button', { type: 'button', className: 'follow-up', dir: 'auto' }, question);
        button.addEventListener('click', () => {
          this.dispatchEvent(new CustomEvent('runnel-ask', { bubbles: true, detail: { question } }));
        });
        return element('li', {}, button);
      }),
    );
  }
}

function show(target, text) {
  target.textContent = text;
  target.hidden = text === '';
}

function noteOf(answer) {
  if (isRunning(answer)) {
    if (answer.stopping) return t('stop.waiting');
    return answer.line === 'open' ? '' : t(`line.${answer.line}`);
  }
  if (answer.stopUntold) return t('stop.untold');
  if (answer.status === 'cancelled') return answer.failure === undefined ? t('answer.stopped') : '';
  if (answer.status !== 'complete') return '';
  if (answer.finishReason === 'length') return t('answer.cutByLength');
  if (answer.finishReason === 'content_filter') return t('answer.filtered');
  return answer.text === '' ? t('answer.empty') : '';
}

function metaOf(answer) {
  const { totalTokens: total, usage, estimated, askedAtMillis, firstTokenAtMillis } = answer;
  const parts = [usageText({ total, usage, estimated })];
  if (firstTokenAtMillis !== undefined) {
    parts.push(t('answer.firstToken', { seconds: secondsText(firstTokenAtMillis - askedAtMillis) }));
  }
  if (answer.model !== undefined) parts.push(answer.model);
  return parts.filter((part) => part !== '').join(' · ');
}

customElements.define('runnel-answer', RunnelAnswer);
