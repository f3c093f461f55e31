import '../i18n/language-switch.js';
import '../models/demo-notice.js';
import '../models/model-picker.js';
import './composer.js';
import './transcript.js';
import { onLanguageChange, t, translatePage } from '../i18n/language.js';
import { configuredModels, defaultModel } from '../models/models.js';
import { coalesced } from '../page/frame.js';
import { followEnd } from './follow.js';
import { meaningOf } from './keys.js';
import { ChatSession } from './session.js';

const byId = (id) => document.getElementById(id);
const composer = byId('composer');
const picker = byId('models');
const notice = byId('demo');
const dialog = byId('confirm-clear');
const clearButton = byId('clear');

const draw = coalesced(render);
const session = new ChatSession({ onChange: draw });
const toEnd = followEnd({ scroller: byId('scroller'), content: byId('content'), jump: byId('jump') });

/** What a screen reader was told last; the text of an answer is never read out as it grows. */
let announced;

function render() {
  const { turns } = session.conversation;
  const last = turns.at(-1);
  byId('welcome').hidden = last !== undefined;
  byId('transcript').turns = turns;
  composer.busy = session.answering;
  clearButton.hidden = last === undefined;
  if (last?.answer.model !== undefined) notice.model = last.answer.model;
  announce(last?.answer.status);
}

/** Two changes an answer: that it has begun, and how it ended. A failure speaks for itself, as an alert. */
function announce(status) {
  const key = {
    waiting: 'status.answering',
    streaming: 'status.answering',
    complete: 'status.complete',
    cancelled: 'status.stopped',
  }[status];
  if (key === announced) return;
  announced = key;
  byId('status').textContent = key === undefined ? '' : t(key);
}

async function ask(question) {
  composer.focus();
  const answered = session.ask({ question, model: picker.value });
  toEnd();
  await answered;
}

function clear() {
  if (dialog.returnValue === 'clear') session.clear();
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

onLanguageChange(draw);
translatePage();
render();
composer.focus();

const models = await configuredModels();
picker.models = models;
notice.model = picker.value ?? defaultModel(models, 'chat');
