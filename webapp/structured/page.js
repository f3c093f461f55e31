import '../i18n/language-switch.js';
import '../models/demo-notice.js';
import { openJsonStream } from '../eventstream/open.js';
import { StreamFailure } from '../failure/failure.js';
import { onLanguageChange, translatePage } from '../i18n/language.js';
import { configuredModels, defaultModel } from '../models/models.js';
import { coalesced } from '../page/frame.js';
import { showRun } from './run-view.js';
import { StructuredRun } from './state.js';

const byId = (id) => document.getElementById(id);
const prompt = byId('prompt');
const start = byId('start');
const stop = byId('stop');

/** What the built-in prompt asks for. */
const PLACES = ['title', 'summary'];

let run = new StructuredRun({ places: PLACES });
let abort = new AbortController();

const draw = coalesced(() => {
  const held = document.activeElement === stop;
  start.hidden = run.running;
  stop.hidden = !run.running;
  // The button that was pressed is gone; its place in the page is not.
  if (held && stop.hidden) start.focus();
  showRun(run);
});

async function begin() {
  if (run.running) return;
  const current = new StructuredRun({ places: PLACES });
  const { signal } = (abort = new AbortController());
  run = current;
  current.begin();
  byId('events').begin();
  draw();
  try {
    for await (const event of openJsonStream(address(), { signal })) {
      if (signal.aborted) return;
      byId('events').add(event.raw);
      current.hear(event);
      draw();
      if (!current.running) return;
    }
    current.close();
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof StreamFailure)) throw error;
    current.fail(error.failure);
  } finally {
    draw();
  }
}

function address() {
  const text = prompt.value.trim();
  return text === '' ? 'helloworld' : `helloworld?${new URLSearchParams({ prompt: text })}`;
}

function halt() {
  run.stop();
  abort.abort();
  draw();
}

byId('request').addEventListener('submit', (event) => {
  event.preventDefault();
  begin();
});
stop.addEventListener('click', halt);
byId('failure').addEventListener('runnel-retry', () => {
  start.hidden = false;
  start.focus();
  begin();
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !event.isComposing) halt();
});

onLanguageChange(draw);
translatePage();
draw();

byId('demo').model = defaultModel(await configuredModels(), 'structured');
