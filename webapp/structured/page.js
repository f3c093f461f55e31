import '../fields/runnel-fields.js';
import '../i18n/language-switch.js';
import '../models/demo-notice.js';
import './event-list.js';
import './request-form.js';
import { onLanguageChange, translatePage } from '../i18n/language.js';
import { configuredModels, defaultModel } from '../models/models.js';
import { showText } from '../page/dom.js';
import { coalesced } from '../page/frame.js';

const byId = (id) => document.getElementById(id);
const form = byId('request');
const fields = byId('fields');
const events = byId('events');
const json = byId('json');
const draw = coalesced(render);
/** Whether there is a document: to write it as JSON takes as long as it is. */
let hasDocument = false;

function render() {
  form.busy = fields.phase === 'waiting' || fields.phase === 'streaming';
  events.draw();
  hasDocument ||= fields.json !== undefined;
  json.hidden = !hasDocument;
  if (json.open && !json.hidden) showText(byId('json-text'), fields.json);
}

/** Below a long form, on a narrow page, the document would grow where nobody sees it. */
function showResult() {
  const result = byId('result');
  if (result.getBoundingClientRect().top > innerHeight / 2) result.scrollIntoView();
}

/** What the fields ask for next, and show the places of while nothing is asked yet. */
function take(ask) {
  fields.demo = ask === undefined;
  fields.prompt = ask?.prompt ?? '';
  fields.schema = ask?.schema ?? '';
}

form.addEventListener('runnel-edit', () => take(form.ask));
form.addEventListener('runnel-run', () => {
  take(form.ask);
  fields.start();
  requestAnimationFrame(showResult);
});
fields.addEventListener('runnel-start', () => events.begin());
fields.addEventListener('runnel-event', ({ detail }) => {
  events.add(detail.raw);
  draw();
});
for (const type of ['runnel-start', 'runnel-complete', 'runnel-error', 'runnel-stop']) {
  fields.addEventListener(type, () => {
    hasDocument = false;
    draw();
  });
}
json.addEventListener('toggle', draw);
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !event.isComposing) fields.stop();
});

onLanguageChange(draw);
translatePage();
const { asked } = fields;
if (asked !== undefined) form.restore(asked.demo ? undefined : asked);
take(form.ask);
render();

byId('demo').model = defaultModel(await configuredModels(), 'structured');
