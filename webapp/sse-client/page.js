import '../fields/runnel-fields.js';
import '../structured/event-list.js';
import { localFailure } from '../failure/failure.js';
import { usePageLanguage } from '../i18n/language.js';
import { coalesced } from '../page/frame.js';
import { browserPlatform } from '../streams/platform.js';
import { stopStream } from '../streams/stop.js';
import { demoRequest } from '../structured/request.js';
import { StructuredRun } from '../structured/state.js';
import { Reconnection } from './reconnection.js';

// What an EventSource does, and what a page must add. It reconnects after every end, and says which event
// it heard last: so an answer that was cut goes on. After a good end it would do the same, so it is closed
// as soon as the answer has ended. Closing it stops nothing on the server: for that there is a DELETE.

const byId = (id) => document.getElementById(id);
const start = byId('start');
const stop = byId('stop');

let run = new StructuredRun();
let reconnection = new Reconnection();
/** @type {EventSource|undefined} */
let source;

const draw = coalesced(() => {
  start.disabled = run.running;
  stop.disabled = !run.running;
  byId('fields').show(run);
  byId('events').draw();
});

function begin() {
  if (run.running) return;
  run = new StructuredRun();
  run.begin();
  reconnection = new Reconnection();
  byId('events').begin();
  source = new EventSource(demoRequest.url);
  source.addEventListener('open', () => connected('open'));
  source.addEventListener('message', ({ data, lastEventId }) => {
    if (reconnection.hears(lastEventId)) hear(data);
  });
  source.addEventListener('error', lose);
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

function lose() {
  // Closed by the browser: it was refused, or there is nothing left, and it does not say which.
  if (source.readyState === EventSource.CLOSED || !reconnection.mayTryAgain()) {
    run.fail(localFailure('connection_lost'));
    settle();
  } else {
    connected('resuming');
  }
}

function connected(line) {
  run.line = line;
  draw();
}

function settle() {
  if (!run.running) source?.close();
  draw();
}

async function halt() {
  if (!run.running) return;
  const halted = run;
  halted.stop();
  settle();
  const id = reconnection.streamId;
  if (id === undefined) return;
  halted.stopUntold = !(await stopStream(id, browserPlatform));
  draw();
}

start.addEventListener('click', begin);
stop.addEventListener('click', halt);
byId('fields').addEventListener('runnel-retry', begin);

usePageLanguage('zh');
byId('client').hidden = false;
draw();
