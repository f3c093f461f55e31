import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AdminFeed } from '../../../webapp/admin/feed.js';
import { SILENCE_AT_WAKE_MILLIS, SILENCE_MILLIS } from '../../../webapp/streams/line.js';
import { cancelStream } from '../../../webapp/admin/cancel.js';
import { SimulatedPlatform, until } from './simulation.js';
import { eventStream } from './streams.js';

const refusal = (status, detail, headers = {}) =>
  new Response(JSON.stringify({ title: 'No', status, detail }), {
    status,
    headers: { 'Content-Type': 'application/problem+json', ...headers },
  });

const events = (...values) =>
  eventStream(values.map((value) => `event: snapshot\ndata: ${JSON.stringify(value)}\n\n`));

/** A stream that says this and then nothing, until it is aborted. */
const silent = (text, signal) => eventStream([text], { open: true, signal });

/** A feed whose connections are answered one after the other; then the page goes. */
function feeding(...answers) {
  const heard = [];
  const lines = [];
  const asked = [];
  const platform = new SimulatedPlatform(async (url, init) => {
    asked.push(url);
    const answer = answers.shift();
    if (answer === undefined) {
      feed.leave();
      throw new TypeError('gone');
    }
    return typeof answer === 'function' ? answer(init.signal) : answer;
  });
  const feed = new AdminFeed({
    platform,
    onEvent: (event) => heard.push(event),
    onLine: (line) => lines.push(line),
  });
  return { feed, platform, heard, lines, asked, through: () => platform.through(feed.follow()) };
}

const states = (lines) => lines.map(({ state }) => state);

test('what the server tells is heard in order', async () => {
  const { heard, lines, asked, through } = feeding(events({ at: 1 }, { at: 2 }));
  await through();
  assert.deepEqual(heard, [{ at: 1 }, { at: 2 }]);
  assert.deepEqual(states(lines).slice(0, 3), ['connecting', 'open', 'open']);
  assert.equal(asked[0], 'api/admin/events');
});

test('a line that is lost is tried again', async () => {
  const { heard, lines, asked, through } = feeding(events({ at: 1 }), events({ at: 2 }));
  await through();
  assert.deepEqual(heard, [{ at: 1 }, { at: 2 }]);
  assert.deepEqual(states(lines), ['connecting', 'open', 'lost', 'open', 'lost']);
  assert.equal(asked.length, 3);
});

test('a server that cannot be reached is tried again', async () => {
  const { heard, lines, through } = feeding(
    () => Promise.reject(new TypeError('refused')),
    events({ at: 1 }),
  );
  await through();
  assert.deepEqual(heard, [{ at: 1 }]);
  assert.equal(lines[1].failure.code, 'network');
});

test('a server that says no is not asked again, and its sentence is kept', async () => {
  const { lines, asked, through } = feeding(refusal(403, 'Only callers on this machine.'), events({ at: 1 }));
  await through();
  assert.deepEqual(states(lines), ['connecting', 'refused']);
  assert.equal(lines[1].failure.message, 'Only callers on this machine.');
  assert.equal(asked.length, 1);
});

test('a server that has no room is asked again after the time it names', async () => {
  const { platform, heard, lines, through } = feeding(
    refusal(503, 'There are 16 pages open.', { 'Retry-After': '60' }),
    events({ at: 1 }),
  );
  const before = platform.millis;
  await through();
  assert.ok(platform.millis - before >= 60_000);
  assert.equal(lines[1].failure.message, 'There are 16 pages open.');
  assert.deepEqual(heard, [{ at: 1 }]);
});

test('a reply that is no event stream is no news', async () => {
  const page = new Response('<html>', { headers: { 'Content-Type': 'text/html' } });
  const { heard, lines, through } = feeding(page, events({ at: 1 }));
  await through();
  assert.equal(lines[1].failure.code, 'not_an_event_stream');
  assert.deepEqual(heard, [{ at: 1 }]);
});

test('a line on which nothing comes any more is cut', async () => {
  const { platform, heard, through } = feeding(
    (signal) => silent('event: snapshot\ndata: {"at":1}\n\n', signal),
    events({ at: 2 }),
  );
  const before = platform.millis;
  await through();
  assert.ok(platform.millis - before >= SILENCE_MILLIS);
  assert.deepEqual(heard, [{ at: 1 }, { at: 2 }]);
});

test('a page that wakes looks after a line that was silent', async () => {
  const { feed, platform, heard } = feeding(
    (signal) => silent('data: {"at":1}\n\n', signal),
    (signal) => silent('data: {"at":2}\n\n', signal),
  );
  const followed = feed.follow();
  await until(() => heard.length === 1);
  feed.wake({ networkChanged: false });
  await platform.idle();
  assert.equal(heard.length, 1);
  platform.millis += SILENCE_AT_WAKE_MILLIS;
  feed.wake({ networkChanged: false });
  // What is left is the wait before the next try.
  await platform.next();
  await until(() => heard.length === 2);
  feed.leave();
  await followed;
  assert.deepEqual(heard, [{ at: 1 }, { at: 2 }]);
});

for (const [answer, outcome] of [
  [Response.json({ ended: 'cancelled' }), { ended: 'cancelled' }],
  [Response.json({ ended: 'complete' }), { ended: 'complete' }],
  [refusal(404, 'There is no stream of this id.'), { ended: 'gone' }],
  [refusal(410, 'Not kept any more.'), { ended: 'gone' }],
]) {
  test(`a stop that is answered with ${answer.status} tells ${outcome.ended}`, async () => {
    const asked = [];
    const platform = new SimulatedPlatform(async (url, { method }) => {
      asked.push([method, url]);
      return answer;
    });
    assert.deepEqual(await cancelStream('a/b', platform), outcome);
    assert.deepEqual(asked, [['DELETE', 'api/streams/a%2Fb']]);
  });
}

test('a stop that is refused tells why', async () => {
  const platform = new SimulatedPlatform(async () => refusal(403, 'Not from here.'));
  const { failure } = await cancelStream('abc', platform);
  assert.equal(failure.message, 'Not from here.');
});

test('a stop that is not answered is given up after some time', async () => {
  const platform = new SimulatedPlatform(() => new Promise(() => {}));
  const { failure } = await platform.through(cancelStream('abc', platform));
  assert.equal(failure.code, 'network');
});

test('a stop that does not reach the server says so', async () => {
  const platform = new SimulatedPlatform(() => Promise.reject(new TypeError('refused')));
  assert.equal((await cancelStream('abc', platform)).failure.code, 'network');
});
