import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ChatSession } from '../../../webapp/chat/session.js';
import { eventStream, frames } from './streams.js';

const start = { type: 'start', stream_id: 's', conversation_id: 'c1', model: 'ark' };
const delta = { type: 'delta', chunk: 'Hello' };
const complete = { type: 'complete', conversation_id: 'c1', finish_reason: 'stop' };

/** A session whose requests are answered in turn; the requests are kept. */
function sessionWith(...answers) {
  const requests = [];
  const fetch = async (url, init) => {
    requests.push({ url, init, body: JSON.parse(init.body) });
    return answers.shift()(init);
  };
  const session = new ChatSession({ onChange() {}, fetch, now: () => 0 });
  return { session, requests };
}

const answering = (...events) => () => eventStream(frames(...events));
const neverEnding = (...events) => ({ signal }) =>
  eventStream(frames(...events), { open: true, signal });
const refusing = (status, detail) => () =>
  new Response(JSON.stringify({ status, detail }), {
    status,
    headers: { 'Content-Type': 'application/problem+json' },
  });
const lastAnswer = (session) => session.conversation.turns.at(-1).answer;

/** Waits for a condition, one turn of the event loop after the other. */
async function until(condition) {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

test('asks by POST with JSON, at an address below the page', async () => {
  const { session, requests } = sessionWith(answering(start, delta, complete));
  await session.ask({ question: 'Hi', model: 'ark' });
  const [{ url, init, body }] = requests;
  assert.equal(url, 'api/chat');
  assert.equal(init.method, 'POST');
  assert.equal(init.headers['Content-Type'], 'application/json');
  assert.deepEqual(body, { message: 'Hi', model: 'ark' });
  assert.equal(lastAnswer(session).text, 'Hello');
  assert.equal(lastAnswer(session).status, 'complete');
});

test('the next question belongs to the same conversation', async () => {
  const { session, requests } = sessionWith(
    answering(start, complete),
    answering(start, complete),
  );
  await session.ask({ question: 'one' });
  await session.ask({ question: 'two' });
  assert.equal(requests[1].body.conversation_id, 'c1');
});

test('a stream that is cut is an error that can be retried', async () => {
  const { session, requests } = sessionWith(
    answering(start, delta),
    answering(start, delta, complete),
  );
  await session.ask({ question: 'Hi' });
  assert.equal(lastAnswer(session).failure.code, 'connection_lost');
  await session.retry();
  assert.equal(requests[1].body.message, 'Hi');
  assert.equal(lastAnswer(session).status, 'complete');
  assert.equal(lastAnswer(session).text, 'Hello');
  assert.equal(session.conversation.turns.length, 1);
});

test('a refusal shows its detail', async () => {
  const { session } = sessionWith(refusing(403, 'Only local callers.'));
  await session.ask({ question: 'Hi' });
  assert.equal(lastAnswer(session).failure.message, 'Only local callers.');
});

test('a conversation that the server has forgotten is begun anew', async () => {
  const { session, requests } = sessionWith(
    answering(start, complete),
    refusing(404, 'No such conversation.'),
    answering(start, complete),
  );
  await session.ask({ question: 'one' });
  await session.ask({ question: 'two' });
  assert.equal(lastAnswer(session).failure.retryable, true);
  await session.retry();
  assert.equal(requests[2].body.conversation_id, undefined);
});

test('a stop keeps the text and closes the connection', async () => {
  const { session, requests } = sessionWith(neverEnding(start, delta));
  const answered = session.ask({ question: 'Hi' });
  await until(() => lastAnswer(session).text !== '');
  session.stop();
  await answered;
  assert.equal(lastAnswer(session).status, 'cancelled');
  assert.equal(lastAnswer(session).text, 'Hello');
  assert.ok(requests[0].init.signal.aborted);
});

test('a stop when nothing is written changes nothing', async () => {
  const { session } = sessionWith(answering(start, complete));
  session.stop();
  await session.ask({ question: 'Hi' });
  session.stop();
  assert.equal(lastAnswer(session).status, 'complete');
});

test('an answer of a cleared conversation is not heard any more', async () => {
  const { session, requests } = sessionWith(
    neverEnding(start, delta),
    answering({ ...start, conversation_id: 'c2' }, complete),
  );
  const answered = session.ask({ question: 'Hi' });
  await until(() => lastAnswer(session).text !== '');
  session.clear();
  await answered;
  assert.equal(session.conversation.turns.length, 0);
  assert.equal(session.conversation.id, undefined);
  await session.ask({ question: 'again' });
  assert.equal(requests[1].body.conversation_id, undefined);
  assert.notEqual(session.conversation.turns[0].id, 1);
});

test('a second question waits for the end of the first answer', async () => {
  const { session, requests } = sessionWith(neverEnding(start));
  const answered = session.ask({ question: 'one' });
  await session.ask({ question: 'two' });
  assert.equal(requests.length, 1);
  session.stop();
  await answered;
});
