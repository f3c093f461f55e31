import '../i18n/language-switch.js';
import '../models/demo-notice.js';
import './request-form.js';
import { onLanguageChange, translatePage } from '../i18n/language.js';
import { configuredModels, defaultModel } from '../models/models.js';
import { showText } from '../page/dom.js';
import { coalesced } from '../page/frame.js';
import { keepWith } from '../page/keep.js';
import { TabStorage } from '../page/tab-storage.js';
import { onWake } from '../streams/wake.js';
import { jsonText } from './json.js';
import { keptFrom, keptText } from './kept.js';
import { showRun } from './run-view.js';
import { StructuredSession } from './session.js';

const byId = (id) => document.getElementById(id);
const form = byId('request');
const stop = byId('stop');
const json = byId('json');

const storage = new TabStorage('runnel.structured');
const draw = coalesced(render);
const keep = keepWith(() => storage.write(keptText(session.kept)));
const session = new StructuredSession({
  places: form.places,
  onChange() {
    draw();
    keep();
  },
  onBegin: () => byId('events').begin(),
  onEvent: (raw) => byId('events').add(raw),
});

function render() {
  const { run } = session;
  const held = document.activeElement === stop;
  form.busy = run.running;
  stop.hidden = !run.running;
  // The button that was pressed is gone; the reader's place in the page is not.
  if (held && stop.hidden) form.focus({ preventScroll: true });
  showRun(run);
  json.hidden = run.document === undefined;
  if (json.open && !json.hidden) showText(byId('json-text'), jsonText(run.document, 2));
}

/** Below a long form, on a narrow page, the document would grow where nobody sees it. */
function showResult() {
  const result = byId('result');
  if (result.getBoundingClientRect().top > innerHeight / 2) result.scrollIntoView();
}

form.addEventListener('runnel-run', ({ detail }) => {
  session.ask(detail);
  requestAnimationFrame(showResult);
});
form.addEventListener('runnel-mode', () => session.expect(form.places));
stop.addEventListener('click', () => session.stop());
json.addEventListener('toggle', draw);
byId('failure').addEventListener('runnel-retry', () => {
  form.focus({ preventScroll: true });
  session.retry();
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !event.isComposing) session.stop();
});
onWake((news) => session.wake(news));

onLanguageChange(draw);
translatePage();
const kept = keptFrom(storage.read());
if (kept !== undefined) {
  form.restore(kept.request.ask);
  session.expect(form.places);
  session.restore(kept);
}
render();

byId('demo').model = defaultModel(await configuredModels(), 'structured');
