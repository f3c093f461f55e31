import '../i18n/language-switch.js';
import './table-view.js';
import { language, onLanguageChange, t, translatePage } from '../i18n/language.js';
import { element, showText } from '../page/dom.js';
import { coalesced } from '../page/frame.js';
import { onWake } from '../streams/wake.js';
import { cancelStream } from './cancel.js';
import { AdminFeed } from './feed.js';
import { adminPlatform } from './platform.js';
import { told, unknownState } from './state.js';
import { errorsTable, modelsTable, providersTable, settingsTable, streamsTable } from './tables.js';
import { wordsOf } from './words.js';

/** Ages grow while nothing else happens. */
const TICK_MILLIS = 1_000;

const byId = (id) => document.getElementById(id);
const { now } = adminPlatform;

let state = unknownState;
/** Whether anything was told at all: until then the tables are empty because they wait. */
let known = false;
/** @type {import('./feed.js').LineState} */
let line = { state: 'connecting' };
let words = wordsOf(language(), now);
/** What was asked for each stream that is still listed. @type {Map<string, 'working'|'done'>} */
const asked = new Map();
/** How the last stop went. @type {{id: string, outcome: import('./cancel.js').Outcome}|undefined} */
let last;

const draw = coalesced(render);

function render() {
  renderLine();
  byId('stopping').hidden = !state.stopping;
  byId('outcome').hidden = last === undefined;
  showText(byId('outcome'), last === undefined ? '' : outcomeText(last));
  show('streams', streamsTable, state.streams, {
    context: { state, nowMillis: now() },
    count: state.live,
    makeAction: stopButton,
    showAction: showStopButton,
  });
  const unlisted = state.live - state.streams.length;
  byId('unlisted').hidden = unlisted <= 0;
  byId('unlisted').textContent = t('admin.streams.more', { count: words.number(unlisted) });
  show('providers', providersTable, state.providers);
  show('models', modelsTable, state.models);
  renderRefused();
  show('errors', errorsTable, state.errors);
  show('settings', settingsTable, state.configuration);
}

function show(id, table, items, more) {
  byId(id).show(table, items, words, { ...more, ...(known ? {} : { empty: t('admin.waiting') }) });
}

function renderLine() {
  const { state: phase, failure } = line;
  byId('line').dataset.phase = phase;
  showText(byId('line-text'), t(`admin.line.${phase}`));
  // With what was told before still there, why the line is lost matters only when the server says so.
  const why = failure?.message ?? (phase === 'refused' ? failure?.code : undefined);
  byId('failure').hidden = why === undefined;
  showText(byId('failure'), why ?? '');
  byId('tables').hidden = phase === 'refused';
  byId('tables').classList.toggle('tables--stale', phase === 'lost');
}

function renderRefused() {
  const parts = Object.entries(state.refused).map(([reason, count]) =>
    t(`admin.refused.${reason}`, { count: words.number(count) }),
  );
  byId('refused').hidden = parts.length === 0;
  byId('refused').textContent = t('admin.refused', { reasons: parts.join(t('admin.refused.join')) });
}

function outcomeText({ id, outcome }) {
  if (outcome.failure === undefined) return t(`admin.outcome.${outcome.ended}`, { id });
  const why = outcome.failure.message ?? t(`failure.${outcome.failure.code}`);
  return t('admin.outcome.failed', { id, why });
}

function stopButton({ id }) {
  const button = element('button', { type: 'button', className: 'button button--danger button--small' });
  button.addEventListener('click', ({ detail }) => {
    // The second click of two may hit the row that has moved up.
    if (detail < 2) stop(id);
  });
  return button;
}

function showStopButton(button, { id, model }) {
  const phase = asked.get(id) ?? 'idle';
  // Not `disabled`: the keyboard would lose its place.
  button.ariaDisabled = String(phase !== 'idle');
  showText(button, t(`admin.stop.${phase}`));
  button.ariaLabel = t('admin.stop.label', { what: t(`admin.stop.${phase}`), model, id });
}

async function stop(id) {
  if (asked.has(id)) return;
  asked.set(id, 'working');
  last = undefined;
  render();
  const outcome = await cancelStream(id, adminPlatform);
  if (outcome.failure === undefined) asked.set(id, 'done');
  else asked.delete(id);
  last = { id, outcome };
  forgetStopped();
  draw();
}

/** A stream that is listed no more needs nothing remembered. */
function forgetStopped() {
  const listed = new Set(state.streams.map(({ id }) => id));
  for (const [id, phase] of asked) {
    if (phase === 'done' && !listed.has(id)) asked.delete(id);
  }
}

const feed = new AdminFeed({
  platform: adminPlatform,
  onEvent(event) {
    state = told(state, event, now());
    known = true;
    forgetStopped();
    draw();
  },
  onLine(news) {
    line = news;
    draw();
  },
});

onWake((news) => feed.wake(news));
onLanguageChange(() => {
  words = wordsOf(language(), now);
  draw();
});
setInterval(() => {
  if (state.streams.length > 0 && line.state === 'open') draw();
}, TICK_MILLIS);

translatePage();
render();
await feed.follow();
