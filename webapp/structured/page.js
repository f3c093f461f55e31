import '../i18n/language-switch.js';
import '../models/demo-notice.js';
import './request-form.js';
import { openJsonStream } from '../eventstream/open.js';
import { StreamFailure } from '../failure/failure.js';
import { onLanguageChange, translatePage } from '../i18n/language.js';
import { configuredModels, defaultModel } from '../models/models.js';
import { showText } from '../page/dom.js';
import { coalesced } from '../page/frame.js';
import { jsonText } from './json.js';
import { showRun } from './run-view.js';
import { StructuredRun } from './state.js';

const byId = (id) => document.getElementById(id);
const form = byId('request');
const stop = byId('stop');
const json = byId('json');

let run = new StructuredRun({ places: form.places });
/** What was asked for last; a retry asks for it again, whatever the form says by then. */
let request;
let abort = new AbortController();

const draw = coalesced(() => {
  const held = document.activeElement === stop;
  form.busy = run.running;
  stop.hidden = !run.running;
  // The button that was pressed is gone; the reader's place in the page is not.
  if (held && stop.hidden) form.focus({ preventScroll: true });
  showRun(run);
  json.hidden = run.document === undefined;
  if (json.open && !json.hidden) showText(byId('json-text'), jsonText(run.document, 2));
});

async function begin() {
  if (run.running) return;
  const current = new StructuredRun({ places: request.places });
  const { signal } = (abort = new AbortController());
  run = current;
  current.begin();
  byId('events').begin();
  draw();
  try {
    for await (const event of openJsonStream(request.url, { ...request.init, signal })) {
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

/** Below a long form, on a narrow page, the document would grow where nobody sees it. */
function showResult() {
  const result = byId('result');
  if (result.getBoundingClientRect().top > innerHeight / 2) result.scrollIntoView();
}

function halt() {
  run.stop();
  abort.abort();
  draw();
}

form.addEventListener('runnel-run', ({ detail }) => {
  request = detail;
  begin();
  requestAnimationFrame(showResult);
});
form.addEventListener('runnel-mode', () => {
  if (run.phase !== 'idle') return;
  run = new StructuredRun({ places: form.places });
  draw();
});
stop.addEventListener('click', halt);
json.addEventListener('toggle', draw);
byId('failure').addEventListener('runnel-retry', () => {
  form.focus({ preventScroll: true });
  begin();
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !event.isComposing) halt();
});

onLanguageChange(draw);
translatePage();
draw();

byId('demo').model = defaultModel(await configuredModels(), 'structured');
