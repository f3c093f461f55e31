import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keptFrom, keptText } from '../../../webapp/chat/kept.js';
import { ChatSession } from '../../../webapp/chat/session.js';
import {
  MAX_RESUME_TRIES,
  MAX_START_TRIES,
  UNANSWERED_LIVES_MILLIS,
} from '../../../webapp/streams/answer-stream.js';
import {
  LogServer,
  SimulatedPlatform,
  cutAfter,
  framed,
  refused,
  sending,
  silentAfter,
  stalled,
  unanswered,
  unseen,
} from './simulation.js';

const { STREAM } = LogServer;
const start = { type: 'start', stream_id: STREAM, conversation_id: 'c1', model: 'ark' };
const delta = { type: 'delta', chunk: 'Hello' };
const more = { type: 'delta', chunk: ' 世界' };
const complete = { type: 'complete', conversation_id: 'c1', finish_reason: 'stop' };
const log = [start, delta, more, complete];

/** A session over a server with that log. */
function sessionWith(...faults) {
  const server = new LogServer(log, faults);
  return { server, ...pageOf(server) };
}

/** One more page in front of the server. */
function pageOf(server) {
  const platform = new SimulatedPlatform(server.fetch);
  let changes = 0;
  const session = new ChatSession({ onChange: () => changes++, platform });
  const through = (work) => platform.through(work);
  return { session, platform, through, changes: () => changes };
}

const answers = (...events) =>
  sending(...events.map((event, index) => framed(event, index + 1)));
const lastAnswer = (session) => session.conversation.turns.at(-1)?.answer;

/** The page is left and comes back: what it has kept goes through its text. */
function reloaded({ session, server, platform }, { afterMillis = 0 } = {}) {
  const kept = keptFrom(keptText(session.kept));
  const page = pageOf(server);
  page.platform.millis = platform.millis + afterMillis;
  return { ...page, server, kept };
}

test('asks by POST with JSON, at an address below the page', async () => {
  const { session, server, through } = sessionWith();
  await through(session.ask({ question: 'Hi', model: 'ark' }));
  const [{ url, method, headers, body }] = server.requests;
  assert.equal(url, 'api/chat');
  assert.equal(method, 'POST');
  assert.equal(headers['Content-Type'], 'application/json');
  assert.deepEqual(body, { message: 'Hi', model: 'ark' });
  assert.equal(lastAnswer(session).text, 'Hello 世界');
  assert.equal(lastAnswer(session).status, 'complete');
});

test('the next question belongs to the same conversation, and is a request of its own', async () => {
  const { session, server, through } = sessionWith();
  await through(session.ask({ question: 'one' }));
  await through(session.ask({ question: 'two' }));
  assert.equal(server.requests[1].body.conversation_id, 'c1');
  assert.equal(server.begun, 2);
});

test('an answer that is cut goes on', async () => {
  const { session, server, through } = sessionWith(cutAfter(200));
  await through(session.ask({ question: 'Hi' }));
  assert.equal(lastAnswer(session).text, 'Hello 世界');
  assert.equal(lastAnswer(session).status, 'complete');
  assert.equal(server.begun, 1);
});

test('the reader is told that the line is lost, and that it is back', async () => {
  const { session, platform, through } = sessionWith(cutAfter(200), silentAfter(1));
  const asked = session.ask({ question: 'Hi' });
  await platform.idle();
  assert.equal(lastAnswer(session).line, 'resuming');
  assert.equal(lastAnswer(session).text, 'Hello');
  assert.ok(session.answering);
  await platform.next();
  await platform.idle();
  assert.equal(lastAnswer(session).line, 'open');
  await through(asked);
});

test('an answer that was lost from sight is followed further by a retry, not asked anew', async () => {
  const { session, server, through } = sessionWith(cutAfter(200), ...Array(MAX_RESUME_TRIES).fill(unseen));
  await through(session.ask({ question: 'Hi' }));
  assert.equal(lastAnswer(session).status, 'error');
  assert.equal(lastAnswer(session).failure.code, 'connection_lost');
  assert.equal(lastAnswer(session).text, 'Hello');
  await through(session.retry());
  assert.equal(lastAnswer(session).status, 'complete');
  assert.equal(lastAnswer(session).text, 'Hello 世界');
  assert.equal(server.begun, 1);
});

test('a page that comes back follows what was lost from sight by itself', async () => {
  const { session, server, through } = sessionWith(cutAfter(200), ...Array(MAX_RESUME_TRIES).fill(unseen));
  await through(session.ask({ question: 'Hi' }));
  await through(session.wake({ networkChanged: true }));
  assert.equal(lastAnswer(session).status, 'complete');
  const requests = server.requests.length;
  await session.wake({ networkChanged: true });
  assert.equal(server.requests.length, requests);
});

test('a page that comes back while the line is lost does not wait', async () => {
  const { session, platform } = sessionWith(cutAfter(200));
  const asked = session.ask({ question: 'Hi' });
  await platform.idle();
  await session.wake({ networkChanged: false });
  await asked;
  assert.equal(lastAnswer(session).status, 'complete');
});

test('an answer that is gone keeps what had arrived, and can be asked for anew', async () => {
  const { session, server, through } = sessionWith(cutAfter(200), refused(410));
  await through(session.ask({ question: 'Hi' }));
  assert.equal(lastAnswer(session).failure.code, 'answer_gone');
  assert.equal(lastAnswer(session).text, 'Hello');
  assert.equal(session.conversation.id, 'c1');
  await through(session.retry());
  assert.equal(lastAnswer(session).text, 'Hello 世界');
  assert.equal(session.conversation.turns.length, 1);
  assert.equal(server.begun, 2);
});

test('an answer of which nothing is left to send has ended', async () => {
  const { session, through } = sessionWith(cutAfter(200), () => new Response(null, { status: 204 }));
  await through(session.ask({ question: 'Hi' }));
  assert.equal(lastAnswer(session).status, 'complete');
  assert.equal(lastAnswer(session).text, 'Hello');
});

test('a question whose reply nobody saw buys one answer, also by a retry', async () => {
  const { session, server, through } = sessionWith(
    unanswered,
    ...Array(MAX_START_TRIES).fill(unseen),
  );
  await through(session.ask({ question: 'Hi' }));
  assert.equal(lastAnswer(session).failure.code, 'network');
  await through(session.retry());
  assert.equal(lastAnswer(session).status, 'complete');
  assert.equal(server.begun, 1);
});

test('a refusal shows its detail', async () => {
  const { session, through } = sessionWith(refused(403, { detail: 'Only local callers.' }));
  assert.equal(await through(session.ask({ question: 'Hi' })), undefined);
  assert.equal(lastAnswer(session).failure.message, 'Only local callers.');
});

test('a question that the server is too busy for is given back', async () => {
  for (const status of [429, 503]) {
    const { session, through } = sessionWith(undefined, refused(status, { retryAfter: 5 }));
    await through(session.ask({ question: 'one' }));
    const refusal = await through(session.ask({ question: 'two' }));
    assert.equal(refusal.status, status);
    assert.equal(refusal.retryAfterSeconds, 5);
    assert.deepEqual(session.conversation.turns.map(({ question }) => question), ['one']);
    assert.equal(session.answering, false);
  }
});

test('a question that is asked again stays where it is when the server is too busy', async () => {
  const { session, through } = sessionWith(
    answers(start, { type: 'error', error: 'no', code: 'upstream_error', retryable: true }),
    refused(429, { retryAfter: 5 }),
  );
  await through(session.ask({ question: 'Hi' }));
  await through(session.retry());
  assert.equal(session.conversation.turns.length, 1);
  assert.equal(lastAnswer(session).failure.retryAfterSeconds, 5);
});

test('a conversation that the server has forgotten is begun anew', async () => {
  const { session, server, through } = sessionWith(undefined, refused(404));
  await through(session.ask({ question: 'one' }));
  await through(session.ask({ question: 'two' }));
  assert.equal(lastAnswer(session).failure.retryable, true);
  await through(session.retry());
  assert.equal(server.requests[2].body.conversation_id, undefined);
});

test('a stop keeps the text and tells the server', async () => {
  const { session, server, platform, through } = sessionWith(silentAfter(2));
  const asked = session.ask({ question: 'Hi' });
  await platform.idle();
  const stopped = session.stop();
  assert.ok(lastAnswer(session).stopping);
  await through(stopped);
  await asked;
  assert.equal(lastAnswer(session).status, 'cancelled');
  assert.equal(lastAnswer(session).text, 'Hello');
  assert.equal(lastAnswer(session).stopUntold, false);
  assert.deepEqual(server.requests.map(({ method }) => method), ['POST', 'DELETE']);
});

test('a stop that the server cannot be told of says so, and stops here', async () => {
  const { session, platform, through } = sessionWith(silentAfter(2), unseen);
  const asked = session.ask({ question: 'Hi' });
  await platform.idle();
  await through(session.stop());
  await asked;
  assert.equal(lastAnswer(session).status, 'cancelled');
  assert.equal(lastAnswer(session).stopUntold, true);
  assert.equal(session.answering, false);
});

test('a second stop does not wait for the server', async () => {
  const { session, platform } = sessionWith(silentAfter(2), stalled);
  const asked = session.ask({ question: 'Hi' });
  await platform.idle();
  const first = session.stop();
  await session.stop();
  await asked;
  assert.equal(lastAnswer(session).status, 'cancelled');
  await platform.through(first);
});

test('a stop before the server has answered takes the request back', async () => {
  const { session, server, platform } = sessionWith(stalled);
  const asked = session.ask({ question: 'Hi' });
  await platform.idle();
  await session.stop();
  await asked;
  assert.equal(lastAnswer(session).status, 'cancelled');
  assert.equal(server.requests.length, 1);
});

test('a stop when nothing is written changes nothing', async () => {
  const { session, server, through } = sessionWith();
  await session.stop();
  await through(session.ask({ question: 'Hi' }));
  await session.stop();
  assert.equal(lastAnswer(session).status, 'complete');
  assert.equal(server.requests.length, 1);
});

test('an answer of a cleared conversation is stopped, and not heard any more', async () => {
  const { session, server, platform, through } = sessionWith(silentAfter(2));
  const asked = session.ask({ question: 'Hi' });
  await platform.idle();
  session.clear();
  await through(asked);
  assert.equal(server.requests[1].method, 'DELETE');
  assert.equal(session.conversation.turns.length, 0);
  assert.equal(session.conversation.id, undefined);
  await through(session.ask({ question: 'again' }));
  assert.equal(server.requests[2].body.conversation_id, undefined);
  assert.notEqual(session.conversation.turns[0].id, 1);
});

test('a second question waits for the end of the first answer', async () => {
  const { session, server, platform, through } = sessionWith(silentAfter(1));
  const asked = session.ask({ question: 'one' });
  await platform.idle();
  await session.ask({ question: 'two' });
  assert.equal(server.requests.length, 1);
  await through(asked);
});

test('after a reload the conversation is there, and the running answer goes on growing', async () => {
  const page = sessionWith(undefined, silentAfter(2));
  await page.through(page.session.ask({ question: 'one' }));
  const asked = page.session.ask({ question: 'two' });
  await page.platform.idle();

  const { session, kept, through, server } = reloaded(page);
  const restored = session.restore(kept);
  assert.equal(lastAnswer(session).text, 'Hello');
  await through(restored);
  assert.deepEqual(session.conversation.turns.map(({ question }) => question), ['one', 'two']);
  assert.deepEqual(session.conversation.turns.map(({ answer }) => answer.text), Array(2).fill('Hello 世界'));
  assert.equal(lastAnswer(session).status, 'complete');
  assert.equal(session.conversation.id, 'c1');
  assert.equal(server.begun, 2);

  const { url, headers } = server.requests.at(-1);
  assert.equal(url, `api/streams/${STREAM}`);
  assert.equal(headers['Last-Event-ID'], undefined);
  await page.through(asked);
});

test('wherever a reload strikes, the text is neither doubled nor cut', async () => {
  for (let events = 0; events <= log.length - 1; events++) {
    const page = sessionWith(silentAfter(events));
    const asked = page.session.ask({ question: 'Hi' });
    await page.platform.idle();
    const { session, kept, through, server } = reloaded(page);
    await through(session.restore(kept));
    assert.equal(lastAnswer(session).text, 'Hello 世界', `after ${events} events`);
    assert.equal(server.begun, 1);
    await page.through(asked);
  }
});

test('a reload before the server has answered asks again with the same key', async () => {
  const page = sessionWith(stalled);
  const asked = page.session.ask({ question: 'Hi', model: 'ark' });
  await page.platform.idle();
  const { session, kept, through, server } = reloaded(page);
  await through(session.restore(kept));
  assert.equal(lastAnswer(session).text, 'Hello 世界');
  assert.equal(server.begun, 1);
  assert.deepEqual(server.requests[1].body, server.requests[0].body);
  page.session.stop();
  await asked;
});

test('a tab that is opened again much later asks nothing by itself', async () => {
  const page = sessionWith(stalled);
  const asked = page.session.ask({ question: 'Hi' });
  await page.platform.idle();
  const { session, kept, server } = reloaded(page, { afterMillis: UNANSWERED_LIVES_MILLIS + 1 });
  await session.restore(kept);
  assert.equal(lastAnswer(session).failure.code, 'connection_lost');
  assert.equal(server.requests.length, 1);
  page.session.stop();
  await asked;
});

test('an answer that is gone after a reload keeps the question and what was stored', async () => {
  for (const status of [404, 410]) {
    const page = sessionWith(silentAfter(2), refused(status));
    const asked = page.session.ask({ question: 'Hi' });
    await page.platform.idle();
    const { session, kept, through } = reloaded(page);
    await through(session.restore(kept));
    assert.equal(session.conversation.turns[0].question, 'Hi');
    assert.equal(lastAnswer(session).text, 'Hello');
    assert.equal(lastAnswer(session).failure.code, 'answer_gone');
    await page.through(asked);
  }
});

test('what was lost from sight before a reload is looked for after it', async () => {
  const page = sessionWith(cutAfter(200), ...Array(MAX_RESUME_TRIES).fill(unseen));
  await page.through(page.session.ask({ question: 'Hi' }));
  const { session, kept, through } = reloaded(page);
  await through(session.restore(kept));
  assert.equal(lastAnswer(session).status, 'complete');
  assert.equal(lastAnswer(session).text, 'Hello 世界');
});

test('a conversation whose answers have all ended asks the server nothing after a reload', async () => {
  const page = sessionWith();
  await page.through(page.session.ask({ question: 'Hi' }));
  const { session, kept, server, through } = reloaded(page);
  await session.restore(kept);
  assert.equal(session.conversation.turns.length, 1);
  assert.equal(lastAnswer(session).status, 'complete');
  assert.equal(lastAnswer(session).text, 'Hello 世界');
  assert.equal(server.requests.length, 1);
  await through(session.ask({ question: 'two' }));
  assert.equal(server.requests[1].body.conversation_id, 'c1');
  assert.deepEqual(session.conversation.turns.map(({ id }) => id), [1, 2]);
});

test('a stop that a reload overtakes is a stop all the same', async () => {
  const page = sessionWith(silentAfter(2), stalled, answers(start, delta, { type: 'cancelled' }));
  const asked = page.session.ask({ question: 'Hi' });
  await page.platform.idle();
  const stopped = page.session.stop();
  const { session, kept, server, through } = reloaded(page);
  await through(session.restore(kept));
  assert.equal(lastAnswer(session).status, 'cancelled');
  assert.equal(lastAnswer(session).failure, undefined);
  assert.equal(server.requests.at(-1).method, 'DELETE');
  await page.through(stopped);
  await asked;
});

test('a question in other words takes the place of the exchange, and of all after it', async () => {
  const { session, server, through } = sessionWith();
  await through(session.ask({ question: 'one' }));
  await through(session.ask({ question: 'two' }));
  const [{ id }] = session.conversation.turns;
  await through(session.askAgain(id, { question: 'uno' }));
  assert.deepEqual(session.conversation.turns.map(({ question }) => question), ['uno']);
  assert.notEqual(session.conversation.turns[0].id, id);
  assert.deepEqual(server.requests[2].body, { message: 'uno', conversation_id: 'c1', replaces: STREAM });
  assert.equal(lastAnswer(session).status, 'complete');
});

test('a regenerated answer is asked for with the same words and model', async () => {
  const { session, server, through } = sessionWith();
  await through(session.ask({ question: 'one', model: 'ark' }));
  await through(session.askAgain(session.conversation.turns[0].id));
  assert.deepEqual(server.requests[1].body, {
    message: 'one',
    conversation_id: 'c1',
    model: 'ark',
    replaces: STREAM,
  });
  assert.equal(session.conversation.turns.length, 1);
});

test('what was to be replaced stays when the server is too busy', async () => {
  const { session, through } = sessionWith(undefined, undefined, refused(503));
  await through(session.ask({ question: 'one' }));
  await through(session.ask({ question: 'two' }));
  const refusal = await through(session.askAgain(session.conversation.turns[0].id, { question: 'uno' }));
  assert.equal(refusal.status, 503);
  assert.deepEqual(session.conversation.turns.map(({ question }) => question), ['one', 'two']);
});

test('nothing is replaced while an answer is written, nor where there is no such turn', async () => {
  const { session, server, platform, through } = sessionWith(silentAfter(2));
  const asked = session.ask({ question: 'one' });
  await platform.idle();
  await session.askAgain(session.conversation.turns[0].id, { question: 'uno' });
  assert.equal(server.requests.length, 1);
  await through(asked);
  const requests = server.requests.length;
  await session.askAgain(99);
  assert.equal(server.requests.length, requests);
});

test('who leaves hears no more, and can come back', async () => {
  const { session, server, platform, through } = sessionWith(silentAfter(2));
  const asked = session.ask({ question: 'one' });
  await platform.idle();
  session.leave();
  await asked;
  assert.ok(session.answering);
  assert.equal(server.requests.length, 1);
  await through(session.restore(session.kept));
  assert.equal(lastAnswer(session).text, 'Hello 世界');
  assert.equal(lastAnswer(session).status, 'complete');
  assert.equal(server.begun, 1);
});

test('a retry takes the place of what failed', async () => {
  const { session, server, through } = sessionWith(
    answers(start, delta, { type: 'error', error: 'no', code: 'upstream_error', retryable: true }),
  );
  await through(session.ask({ question: 'Hi' }));
  await through(session.retry());
  assert.equal(server.requests[0].body.replaces, undefined);
  assert.equal(server.requests[1].body.replaces, STREAM);
});
