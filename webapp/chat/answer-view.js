import { failureParts } from '../failure/failure-parts.js';
import { StreamingMarkdown } from '../markdown/streaming-markdown.js';
import { copyText } from '../page/clipboard.js';
import { element, showText } from '../page/dom.js';
import { icon } from '../page/icons.js';
import { secondsText, usageParts } from '../page/usage.js';
import { isRunning } from './answer.js';
import { iconButton } from './icon-button.js';
import { paceOf } from './pace.js';

/** So long a button says that it has copied. */
const COPIED_MILLIS = 2_000;

/**
 * One answer of the model. What has not changed is not touched: an answer that is over costs nothing while a
 * later one grows.
 */
export class AnswerView {
  #words;
  #onRetry;
  #onAsk;
  /** @type {import('./answer.js').Answer|undefined} */
  #answer;
  #latest = false;
  /** @type {StreamingMarkdown|undefined} */
  #markdown;
  #shown = '';
  #growing = false;
  #failure;
  #followUps;
  /** The reader has opened or closed the reasoning: it is left as it is from then on. */
  #foldIsReaders = false;

  #foldTitle = element('summary');
  #reasoning = element('div', { className: 'reasoning__text', dir: 'auto' });
  #fold = element(
    'details',
    { className: 'reasoning', part: 'reasoning', hidden: true },
    this.#foldTitle,
    this.#reasoning,
  );
  #dots = element(
    'span',
    { className: 'dots', ariaHidden: 'true' },
    element('span'),
    element('span'),
    element('span'),
  );
  #text = element('div', { className: 'answer__text', part: 'answer', dir: 'auto', hidden: true });
  #note = element('p', { className: 'answer__note' });
  #alert = element('div', { className: 'failure', part: 'error', hidden: true });
  #figures = element('span', { className: 'answer__figures', part: 'usage' });
  #copy;
  #again;
  #foot;
  #followUpList = element('ul', { className: 'follow-ups', part: 'follow-ups', hidden: true });
  element;

  /**
   * @param {object} parts
   * @param {import('../i18n/words.js').Words} parts.words
   * @param {() => void} parts.onRetry what failed, or was only lost from sight, is to be tried again
   * @param {() => void} parts.onRegenerate another answer is wanted in the place of this one
   * @param {(question: string) => void} parts.onAsk
   */
  constructor({ words, onRetry, onRegenerate, onAsk }) {
    this.#words = words;
    this.#onRetry = onRetry;
    this.#onAsk = onAsk;
    // The first number that is written in a language takes 20 ms: better now than in the frame in which an answer ends.
    secondsText(0, words);
    this.#copy = iconButton('copy', words.t('answer.copy'), () => this.#copyText());
    this.#again = iconButton('again', words.t('answer.regenerate'), onRegenerate);
    this.#foot = element('div', { className: 'answer__foot' }, this.#copy, this.#again, this.#figures);
    this.#fold.addEventListener('click', ({ target }) => {
      if (this.#foldTitle.contains(target)) this.#foldIsReaders = true;
    });
    this.element = element(
      'div',
      { className: 'answer' },
      element('p', { className: 'visually-hidden' }, words.t('chat.assistant')),
      this.#fold,
      this.#text,
      this.#dots,
      this.#note,
      this.#alert,
      this.#foot,
      this.#followUpList,
    );
  }

  /**
   * @param {import('./answer.js').Answer} answer
   * @param {{latest: boolean}} place only the last answer can be retried, regenerated or followed up
   */
  update(answer, { latest }) {
    if (answer === this.#answer && latest === this.#latest) return;
    this.#answer = answer;
    this.#latest = latest;
    const running = isRunning(answer);
    this.#updateReasoning(answer, running);
    this.#updateText(answer, running);
    this.#dots.hidden = !running || answer.text !== '' || answer.reasoning !== '';
    show(this.#note, noteOf(answer, this.#words));
    this.#updateFailure(answer.failure);
    this.#foot.hidden = running;
    this.#copy.hidden = answer.text === '';
    this.#again.hidden = !latest || answer.failure?.retryable === true;
    if (!running) this.#updateFigures(figuresOf(answer, this.#words));
    this.#updateFollowUps(running || !latest ? [] : answer.followUps);
  }

  #updateReasoning({ reasoning, text }, running) {
    this.#fold.hidden = reasoning === '';
    if (reasoning === '') return;
    const thinking = running && text === '';
    showText(this.#foldTitle, this.#words.t(thinking ? 'answer.thinking' : 'answer.reasoning'));
    this.#foldTitle.classList.toggle('thinking', thinking);
    if (!this.#foldIsReaders) this.#fold.open = thinking;
    showText(this.#reasoning, reasoning);
  }

  #updateText({ text }, running) {
    this.#text.hidden = text === '';
    if (this.#markdown === undefined || !text.startsWith(this.#shown)) {
      this.#text.replaceChildren();
      this.#markdown = new StreamingMarkdown(this.#text, {
        texts: { copy: this.#words.t('code.copy'), copied: this.#words.t('code.copied') },
      });
    }
    this.#shown = text;
    const markdown = this.#markdown;
    const endsNow = this.#growing && !running;
    this.#growing = running;
    markdown.update(text, { ended: !running && !endsNow });
    // Read once more as a whole, a long answer takes as long as a frame has: not in that of its last words and figures.
    // A hidden tab gets that frame late: what has come since is not to be replaced.
    if (endsNow) {
      requestAnimationFrame(() => {
        if (!this.#growing && this.#shown === text) markdown.update(text, { ended: true });
      });
    }
    this.#text.classList.toggle('answer__text--growing', running);
  }

  #updateFailure(failure) {
    const key = failure === undefined ? undefined : `${JSON.stringify(failure)}${this.#latest}`;
    if (key === this.#failure) return;
    this.#failure = key;
    this.#alert.hidden = failure === undefined;
    // An old answer's failure is no news.
    this.#alert.role = this.#latest ? 'alert' : null;
    const { t } = this.#words;
    const onRetry = this.#latest ? this.#onRetry : undefined;
    this.#alert.replaceChildren(...(failure === undefined ? [] : failureParts(failure, { t, onRetry })));
  }

  #updateFigures(figures) {
    this.#figures.hidden = figures.length === 0;
    this.#figures.replaceChildren(...figures.map((figure) => element('span', {}, figure)));
  }

  #updateFollowUps(questions) {
    const key = questions.join('\n');
    if (key === this.#followUps) return;
    this.#followUps = key;
    this.#followUpList.hidden = questions.length === 0;
    this.#followUpList.ariaLabel = this.#words.t('answer.followUps');
    this.#followUpList.replaceChildren(
      ...questions.map((question) => {
        const button = element('button', { type: 'button', className: 'follow-up', dir: 'auto' }, question);
        button.addEventListener('click', () => this.#onAsk(question));
        return element('li', {}, button);
      }),
    );
  }

  async #copyText() {
    const copied = await copyText(this.#answer.text, this.#copy);
    const name = this.#words.t(copied ? 'answer.copied' : 'answer.notCopied');
    this.#nameCopy(copied ? 'done' : 'copy', name);
    setTimeout(() => this.#nameCopy('copy', this.#words.t('answer.copy')), COPIED_MILLIS);
  }

  #nameCopy(picture, name) {
    this.#copy.ariaLabel = this.#copy.title = name;
    this.#copy.replaceChildren(icon(picture));
  }
}

function show(target, text) {
  if (target.textContent !== text) target.textContent = text;
  target.hidden = text === '';
}

function noteOf(answer, words) {
  if (isRunning(answer)) {
    if (answer.stopping) return words.t('stop.waiting');
    return answer.line === 'open' ? '' : words.t(`line.${answer.line}`);
  }
  if (answer.stopUntold) return words.t('stop.untold');
  if (answer.status === 'cancelled') return answer.failure === undefined ? words.t('answer.stopped') : '';
  if (answer.status !== 'complete') return '';
  if (answer.finishReason === 'length') return words.t('answer.cutByLength');
  if (answer.finishReason === 'content_filter') return words.t('answer.filtered');
  return answer.text === '' ? words.t('answer.empty') : '';
}

function figuresOf(answer, words) {
  const { totalTokens: total, usage, estimated, model } = answer;
  const { firstTokenMillis, tokensPerSecond } = paceOf(answer);
  const parts = usageParts({ total, usage, estimated }, words);
  if (firstTokenMillis !== undefined) {
    parts.push(words.t('answer.firstToken', { seconds: secondsText(firstTokenMillis, words) }));
  }
  if (tokensPerSecond !== undefined) {
    const rate = words.number(tokensPerSecond, { maximumSignificantDigits: 3 });
    parts.push(words.t(estimated ? 'answer.rateEstimated' : 'answer.rate', { rate }));
  }
  if (model !== undefined) parts.push(model);
  return parts;
}
