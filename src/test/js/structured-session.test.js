import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_RESUME_TRIES, UNANSWERED_LIVES_MILLIS } from '../../../webapp/streams/answer-stream.js';
import { jsonText } from '../../../webapp/structured/json.js';
import { keptFrom, keptText } from '../../../webapp/structured/kept.js';
import { demoRequest, generateRequest } from '../../../webapp/structured/request.js';
import { StructuredSession } from '../../../webapp/structured/session.js';
import {
  LogServer,
  SimulatedPlatform,
  cutAfter,
  refused,
  silentAfter,
  stalled,
  unanswered,
  unseen,
} from './simulation.js';

const { STREAM } = LogServer;
const chunk = (data, path) => ({ status: 'chunk', path, data });
const log = [
  { status: 'start', message: '开始生成响应...' },
  chunk({ title: '' }),
  chunk({ title: '科技' }),
  chunk({ title: '发展' }),
  chunk({ tags: [] }),
  chunk({ 0: '🌊' }, '/tags'),
  { status: 'end', message: '响应生成完成', valid: true },
];
const whole = '{"title":"科技发展","tags":["🌊"]}';
const request = generateRequest({ prompt: 'Write', schema: '{"type":"object"}' });

function sessionWith(...faults) {
  const server = new LogServer(log, faults);
  return { server, ...pageOf(server) };
}

function pageOf(server) {
  const platform = new SimulatedPlatform(server.fetch);
  let raws = [];
  const session = new StructuredSession({
    onChange() {},
    onBegin: () => (raws = []),
    onEvent: (raw) => raws.push(raw),
    platform,
  });
  return { session, platform, raws: () => raws, through: (work) => platform.through(work) };
}

function reloaded({ session, server, platform }, { afterMillis = 0 } = {}) {
  const kept = keptFrom(keptText(session.kept));
  const page = pageOf(server);
  page.platform.millis = platform.millis + afterMillis;
  return { ...page, server, kept };
}

const documentOf = ({ run }) => (run.document === undefined ? undefined : jsonText(run.document));

test('wherever the line is cut, the document is whole, and each event is listed once', async () => {
  for (let bytes = 0; bytes < 600; bytes += 7) {
    for (const asked of [request, demoRequest]) {
      const { session, raws, through } = sessionWith(cutAfter(bytes));
      await through(session.ask(asked));
      assert.equal(documentOf(session), whole, `cut after ${bytes} bytes`);
      assert.equal(session.run.phase, 'end');
      assert.equal(raws().length, log.length);
    }
  }
});

test('the reader is told that the line is lost', async () => {
  const { session, platform, through } = sessionWith(cutAfter(150));
  const asked = session.ask(request);
  await platform.idle();
  assert.equal(session.run.line, 'resuming');
  assert.ok(session.run.running);
  await through(asked);
  assert.equal(session.run.line, 'open');
});

test('a run that was lost from sight is followed further by a retry, and by a page that comes back', async () => {
  for (const again of ['retry', 'wake']) {
    const { session, server, through } = sessionWith(cutAfter(150), ...Array(MAX_RESUME_TRIES).fill(unseen));
    await through(session.ask(request));
    assert.equal(session.run.failure.resumable, true);
    await through(session[again]({ networkChanged: true }));
    assert.equal(documentOf(session), whole);
    assert.equal(server.begun, 1);
  }
});

test('a run that is gone keeps what had arrived, and can be asked for anew', async () => {
  const { session, server, through } = sessionWith(cutAfter(250), refused(404));
  await through(session.ask(request));
  assert.equal(session.run.failure.code, 'answer_gone');
  assert.equal(documentOf(session), '{"title":"科技"}');
  await through(session.retry());
  assert.equal(documentOf(session), whole);
  assert.equal(server.begun, 2);
});

test('a request whose reply nobody saw buys one answer', async () => {
  const { session, server, through } = sessionWith(unanswered, unseen);
  await through(session.ask(request));
  assert.equal(documentOf(session), whole);
  assert.equal(server.begun, 1);
});

test('a stop keeps the document and tells the server', async () => {
  const { session, server, platform, through } = sessionWith(silentAfter(3));
  const asked = session.ask(demoRequest);
  await platform.idle();
  await through(session.stop());
  await asked;
  assert.equal(session.run.phase, 'cancelled');
  assert.equal(session.run.failure, undefined);
  assert.equal(documentOf(session), '{"title":"科技"}');
  assert.equal(server.requests[1].method, 'DELETE');
  assert.equal(server.requests[1].url, `api/streams/${STREAM}`);
});

test('a stop that the server cannot be told of says so, and a second one does not wait', async () => {
  const { session, platform, through } = sessionWith(silentAfter(3), unseen);
  const asked = session.ask(request);
  await platform.idle();
  await through(session.stop());
  await asked;
  assert.equal(session.run.stopUntold, true);

  const second = sessionWith(silentAfter(3), stalled);
  const running = second.session.ask(request);
  await second.platform.idle();
  const first = second.session.stop();
  await second.session.stop();
  await running;
  assert.equal(second.session.run.phase, 'cancelled');
  await second.through(first);
});

test('wherever a reload strikes, the document goes on to its end', async () => {
  for (let events = 0; events < log.length; events++) {
    const page = sessionWith(silentAfter(events));
    const asked = page.session.ask(request);
    await page.platform.idle();
    const { session, kept, raws, through, server } = reloaded(page);
    const restored = session.restore(kept);
    assert.equal(documentOf(session), documentOf(page.session));
    await through(restored);
    assert.equal(documentOf(session), whole, `after ${events} events`);
    assert.equal(session.run.phase, 'end');
    assert.equal(raws().length, log.length);
    assert.equal(server.begun, 1);
    assert.deepEqual(session.request, request);
    await page.through(asked);
  }
});

test('a finished document is there after a reload, also when the server has let it go', async () => {
  for (const fault of [undefined, refused(410)]) {
    const page = sessionWith(undefined, fault);
    await page.through(page.session.ask(demoRequest));
    const { session, kept, through } = reloaded(page);
    await through(session.restore(kept));
    assert.equal(documentOf(session), whole);
    assert.equal(session.run.phase, 'end');
    assert.equal(session.run.valid, true);
    assert.equal(session.run.failure, undefined);
  }
});

test('a document that is gone after a reload is shown as far as it was kept', async () => {
  const page = sessionWith(silentAfter(3), refused(410));
  const asked = page.session.ask(request);
  await page.platform.idle();
  const { session, kept, through } = reloaded(page);
  await through(session.restore(kept));
  assert.equal(documentOf(session), '{"title":"科技"}');
  assert.equal(session.run.failure.code, 'answer_gone');
  await page.through(asked);
});

test('a run that was stopped is no failure after a reload', async () => {
  const page = sessionWith(silentAfter(3));
  const asked = page.session.ask(request);
  await page.platform.idle();
  await page.through(page.session.stop());
  await asked;
  const stoppedLog = new LogServer([...log.slice(0, 3), { status: 'cancelled', message: '响应已取消' }]);
  const { session, kept, through } = reloaded({ ...page, server: stoppedLog });
  await through(session.restore(kept));
  assert.equal(session.run.phase, 'cancelled');
  assert.equal(session.run.failure, undefined);
  assert.deepEqual(stoppedLog.requests.map(({ method }) => method), ['GET', 'DELETE']);
});

test('a reload before the server has answered asks again with the same key, but not much later', async () => {
  for (const [afterMillis, requests] of [
    [0, 2],
    [UNANSWERED_LIVES_MILLIS + 1, 1],
  ]) {
    const page = sessionWith(stalled);
    const asked = page.session.ask(request);
    await page.platform.idle();
    const { session, kept, through, server } = reloaded(page, { afterMillis });
    await through(session.restore(kept));
    assert.equal(server.requests.length, requests);
    assert.equal(server.begun, 1);
    assert.deepEqual(session.request, request);
    page.session.stop();
    await asked;
  }
});

test('a demo that a reload interrupts before the server has answered is not begun by itself', async () => {
  const page = sessionWith(stalled);
  const asked = page.session.ask(demoRequest);
  await page.platform.idle();
  const { session, kept, server } = reloaded(page);
  await session.restore(kept);
  assert.equal(server.requests.length, 1);
  assert.equal(session.run.phase, 'idle');
  page.session.stop();
  await asked;
});

test('nothing is kept before the first request', () => {
  const { session } = sessionWith();
  assert.equal(session.kept, undefined);
  assert.equal(keptText(session.kept), undefined);
});

test('a document that is too long to be kept is asked of the server again', async () => {
  const page = sessionWith();
  await page.through(page.session.ask(request));
  const text = keptText(page.session.kept, { maxChars: 300 });
  assert.ok(text.length <= 300);
  const { session, through } = pageOf(page.server);
  await through(session.restore(keptFrom(text)));
  assert.equal(documentOf(session), whole);
  assert.equal(keptText(page.session.kept, { maxChars: 50 }), undefined);
});

test('what this page did not write is not shown', async () => {
  const page = sessionWith();
  await page.through(page.session.ask(request));
  const good = keptText(page.session.kept);
  assert.notEqual(keptFrom(good), undefined);
  const broken = [
    undefined,
    '',
    'null',
    '{}',
    good.replace('"version":1', '"version":2'),
    good.replace('"document":"{', '"document":"'),
    good.replace('"prompt":"Write"', '"prompt":1'),
    good.replace('"schema":"', '"schema":1,"y":"'),
    good.replace('"ask":{', '"ask":null,"y":{'),
  ];
  for (const text of broken) assert.equal(keptFrom(text), undefined, text);
});

test('what cannot be asked for is shown as a failure, and asks nothing', async () => {
  const { session, server } = sessionWith();
  const failure = { code: 'prompt_missing', message: 'No prompt', retryable: false };
  session.refuse(failure);
  assert.equal(session.run.phase, 'error');
  assert.deepEqual(session.run.failure, failure);
  assert.equal(session.kept, undefined);
  assert.equal(server.requests.length, 0);
});

test('an answer that nobody looks at any more can be restored by another session', async () => {
  const { session, server, platform } = sessionWith(silentAfter(3));
  session.ask(request);
  await platform.idle();
  const kept = session.kept;
  session.leave();
  await platform.idle();
  assert.equal(documentOf(session), '{"title":"科技"}');
  const begins = [];
  const other = new StructuredSession({
    onChange() {},
    onBegin: (beginning) => begins.push(beginning),
    platform,
  });
  await platform.through(other.restore(kept));
  assert.equal(documentOf(other), whole);
  assert.deepEqual(begins, [{ replays: true }]);
  assert.equal(server.begun, 1);
});
