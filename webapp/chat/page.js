import '../i18n/language-switch.js';
import '../models/demo-notice.js';
import '../models/model-picker.js';
import './composer.js';
import './transcript.js';
import { onLanguageChange, t, translatePage } from '../i18n/language.js';
import { configuredModels, defaultModel } from '../models/models.js';
import { showText } from '../page/dom.js';
import { coalesced } from '../page/frame.js';
import { keepWith } from '../page/keep.js';
import { TabStorage } from '../page/tab-storage.js';
import { onWake } from '../streams/wake.js';
import { followEnd } from './follow.js';
import { keptFrom, keptText } from './kept.js';
import { meaningOf } from './keys.js';
import { ChatSession } from './session.js';

const byId = (id) => document.getElementById(id);
const composer = byId('composer');
const picker = byId('models');
const notice = byId('demo');
const dialog = byId('confirm-clear');
const clearButton = byId('clear');

const storage = new TabStorage('runnel.chat');
const draw = coalesced(render);
const keep = keepWith(() => storage.write(keptText(session.kept)));
const session = new ChatSession({
  onChange() {
    draw();
    keep();
  },
});
const toEnd = followEnd({ scroller: byId('scroller'), content: byId('content'), jump: byId('jump') });

/** What a screen reader was told last; the text of an answer is never read out as it grows. */
let announced;

/** Why the last question was not taken. @type {import('../failure/failure.js').Failure|undefined} */
let refusal;

function render() {
  const { turns } = session.conversation;
  const last = turns.at(-1);
  byId('welcome').hidden = last !== undefined;
  byId('transcript').turns = turns;
  composer.busy = session.answering;
  clearButton.hidden = last === undefined;
  if (last?.answer.model !== undefined) notice.model = last.answer.model;
  announce(last?.answer);
  renderRefusal();
}

function renderRefusal() {
  const target = byId('refusal');
  target.hidden = refusal === undefined;
  showText(target, refusal === undefined ? '' : refusalText(refusal));
}

function refusalText({ status, retryAfterSeconds: seconds }) {
  const why = t(status === 429 ? 'refusal.tooMany' : 'refusal.busy');
  const when = seconds === undefined ? t('refusal.later') : t('refusal.after', { seconds });
  return `${why}${t('refusal.join')}${when}`;
}

/**
 * That an answer has begun, that its line is lost, and how it ended. A failure speaks for itself, as an
 * alert.
 */
function announce({ status, line, stopping } = {}) {
  const lost = line !== undefined && line !== 'open' && !stopping;
  const running = lost ? `line.${line}` : 'status.answering';
  const key = {
    waiting: running,
    streaming: running,
    complete: 'status.complete',
    cancelled: 'status.stopped',
  }[status];
  if (key === announced) return;
  announced = key;
  byId('status').textContent = key === undefined ? '' : t(key);
}

async function ask(question) {
  composer.focus();
  refusal = undefined;
  const answered = session.ask({ question, model: picker.value });
  toEnd();
  const refused = await answered;
  if (refused === undefined) return;
  composer.putBack(question);
  refuse(refused);
}

/** Says why the question was not taken, for as long as that is true. */
function refuse(failure) {
  refusal = failure;
  draw();
  if (failure.retryAfterSeconds === undefined) return;
  setTimeout(() => {
    if (refusal !== failure) return;
    refusal = undefined;
    draw();
  }, failure.retryAfterSeconds * 1000);
}

function clear() {
  if (dialog.returnValue === 'clear') {
    refusal = undefined;
    session.clear();
    // At once: what is cleared must not come back, whatever happens to the page.
    storage.write(undefined);
  }
  composer.focus();
}

composer.addEventListener('runnel-send', ({ detail }) => ask(detail.question));
composer.addEventListener('runnel-stop', () => {
  session.stop();
  composer.focus();
});
byId('transcript').addEventListener('runnel-ask', ({ detail }) => ask(detail.question));
byId('transcript').addEventListener('runnel-retry', () => {
  composer.focus();
  session.retry();
});
picker.addEventListener('change', () => {
  notice.model = picker.value;
});
clearButton.addEventListener('click', () => {
  dialog.returnValue = '';
  dialog.showModal();
});
dialog.addEventListener('close', clear);
document.addEventListener('keydown', (event) => {
  // In the dialog Escape means: do not clear.
  if (!dialog.open && meaningOf(event) === 'stop') session.stop();
});

onWake((news) => session.wake(news));

onLanguageChange(draw);
translatePage();
const kept = keptFrom(storage.read());
if (kept !== undefined) session.restore(kept);
render();
composer.focus();

const models = await configuredModels();
picker.models = models;
notice.model = picker.value ?? defaultModel(models, 'chat');
