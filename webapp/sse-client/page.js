import { localFailure } from '../failure/failure.js';
import { usePageLanguage } from '../i18n/language.js';
import { coalesced } from '../page/frame.js';
import { demoRequest } from '../structured/request.js';
import { showRun } from '../structured/run-view.js';
import { StructuredRun } from '../structured/state.js';

// What an EventSource does, and what a page must add: it reconnects after every end, also after a
// good one, and would ask the model anew. So it is closed as soon as the answer has ended.

const byId = (id) => document.getElementById(id);
const start = byId('start');
const stop = byId('stop');

let run = new StructuredRun(demoRequest);
/** @type {EventSource|undefined} */
let source;

const draw = coalesced(() => {
  start.disabled = run.running;
  stop.disabled = !run.running;
  showRun(run);
});

function begin() {
  if (run.running) return;
  run = new StructuredRun(demoRequest);
  run.begin();
  byId('events').begin();
  source = new EventSource(demoRequest.url);
  source.addEventListener('message', ({ data }) => hear(data));
  source.addEventListener('error', () => {
    run.close();
    settle();
  });
  draw();
}

function hear(data) {
  byId('events').add(data);
  try {
    run.hear({ value: JSON.parse(data), raw: data });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    run.fail(localFailure('malformed_event'));
  }
  settle();
}

function settle() {
  if (!run.running) source?.close();
  draw();
}

function halt() {
  run.stop();
  settle();
}

start.addEventListener('click', begin);
stop.addEventListener('click', halt);
byId('failure').addEventListener('runnel-retry', begin);

usePageLanguage('zh');
byId('client').hidden = false;
draw();
