import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AnswerStream,
  MAX_RESUME_TRIES,
  MAX_START_TRIES,
} from '../../../webapp/streams/answer-stream.js';
import { SILENCE_AT_WAKE_MILLIS, SILENCE_MILLIS } from '../../../webapp/streams/line.js';
import { random, seed } from './random.js';
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
const log = [
  { type: 'start', stream_id: STREAM },
  { type: 'delta', chunk: '科技' },
  { type: 'delta', chunk: '🌊 ' },
  { type: 'delta', chunk: 'data: id: 7\n\n' },
  { type: 'complete' },
];
const bytesOfLog = new TextEncoder().encode(
  log.map((event, index) => framed(event, index + 1)).join(''),
).length;

/** An answer that is followed through the faults, and what its reader hears of it. */
function following(faults, { method = 'POST', events = log, ...options } = {}) {
  const server = new LogServer(events, faults);
  const platform = new SimulatedPlatform(server.fetch);
  const lines = [];
  const heard = [];
  const stream = new AnswerStream({
    start: { url: 'api/chat', init: { method, headers: {}, body: method === 'POST' ? '{}' : undefined } },
    onLine: (line) => lines.push(line),
    platform,
    ...options,
  });
  const follow = async () => {
    for await (const { value } of stream.events()) {
      heard.push(value);
      if (value.type === 'complete') return;
    }
  };
  return { server, platform, stream, lines, heard, follow, through: () => platform.through(follow()) };
}

async function failureOf(work) {
  try {
    await work;
  } catch (error) {
    return error.failure;
  }
  return assert.fail('no failure');
}

test('an answer that is not cut takes one request', async () => {
  const { server, heard, through, stream } = following([]);
  await through();
  assert.deepEqual(heard, log);
  assert.equal(server.requests.length, 1);
  assert.equal(stream.id, STREAM);
});

test('wherever the line is cut, each event is heard once and in order', async () => {
  for (let bytes = 0; bytes <= bytesOfLog; bytes++) {
    for (const silently of [false, true]) {
      const { server, heard, through } = following([cutAfter(bytes, { silently })]);
      await through();
      assert.deepEqual(heard, log, `cut after ${bytes} bytes`);
      assert.equal(server.begun, 1);
    }
  }
});

test('a line that is cut again and again loses nothing', async () => {
  const { number } = random();
  for (let run = 0; run < 50; run++) {
    // Never so many in a row that the line counts as broken: each one brings an event at least.
    const longest = 80;
    const faults = log.map(() => cutAfter(longest + number(longest), { silently: number(2) === 0 }));
    const { server, heard, through } = following(faults);
    await through();
    assert.deepEqual(heard, log, `SEED=${seed}, run ${run}`);
    assert.equal(server.begun, 1);
  }
});

test('asks for what comes after the last event that was heard', async () => {
  const { server, through, lines } = following([cutAfter(framed(log[0], 1).length + 10)]);
  await through();
  const [first, second] = server.requests;
  assert.equal(first.url, 'api/chat');
  assert.equal(first.headers['Last-Event-ID'], undefined);
  assert.equal(second.method, 'GET');
  assert.equal(second.url, `api/streams/${STREAM}`);
  assert.equal(second.headers['Last-Event-ID'], `${STREAM}.1`);
  assert.deepEqual(lines, ['open', 'resuming', 'open']);
});

test('a stream that was cut before its first event is heard from its beginning', async () => {
  const { server, heard, through } = following([cutAfter(0)]);
  await through();
  assert.equal(server.requests[1].url, `api/streams/${STREAM}`);
  assert.equal(server.requests[1].headers['Last-Event-ID'], undefined);
  assert.deepEqual(heard, log);
});

test('an event that was heard before is not heard again, whatever the server sends', async () => {
  const all = log.map((event, index) => framed(event, index + 1));
  const { heard, through } = following([
    sending(...all.slice(0, 3), ...all.slice(1, 3), all[3], all[4]),
  ]);
  await through();
  assert.deepEqual(heard, log);
});

test('the events of another stream are not taken for ones of this', async () => {
  const { through } = following([
    sending(framed(log[0], 1), framed(log[1], 2).replace(STREAM, 'other')),
  ]);
  assert.equal((await failureOf(through())).code, 'malformed_event');
});

test('events without ids cannot be resumed: what came stays, and nothing comes twice', async () => {
  const { heard, server, through } = following([
    ({ frames }) => cutAfter(60)({ frames: frames.map((frame) => frame.replace(/^id.*\n/, '')) }),
  ]);
  const failure = await failureOf(through());
  assert.equal(failure.code, 'connection_lost');
  assert.equal(failure.resumable, undefined);
  assert.deepEqual(heard, log.slice(0, 1));
  assert.equal(server.requests.length, 1);
});

test('the tries are bounded, the waits grow, and the reader hears of it', async () => {
  const faults = [cutAfter(100), ...Array(100).fill(unseen)];
  const { server, platform, lines, through } = following(faults);
  const before = platform.now();
  const failure = await failureOf(through());
  assert.equal(failure.code, 'connection_lost');
  assert.equal(failure.resumable, true);
  assert.equal(failure.retryable, true);
  assert.equal(server.requests.length, 1 + MAX_RESUME_TRIES);
  assert.equal(platform.now() - before, 300 + 600 + 1200 + 2400 + 4800 + 3 * 8000);
  assert.ok(lines.slice(1).every((line) => line === 'resuming'));
});

test('an answer that was given up can be followed further', async () => {
  const faults = [cutAfter(100), ...Array(MAX_RESUME_TRIES).fill(unseen)];
  const { server, heard, through } = following(faults);
  await failureOf(through());
  await through();
  assert.deepEqual(heard, log);
  assert.equal(server.begun, 1);
});

test('each new event gives the line all its tries again', async () => {
  const long = [log[0], ...Array.from({ length: 30 }, () => log[1]), log[4]];
  const faults = long.map(() => cutAfter(120));
  const { heard, through } = following(faults, { events: long });
  await through();
  assert.deepEqual(heard, long);
});

test('connections that bring nothing new use up the tries', async () => {
  const faults = [cutAfter(100), ...Array(100).fill(cutAfter(3))];
  const { server, through } = following(faults);
  assert.equal((await failureOf(through())).resumable, true);
  assert.equal(server.requests.length, 1 + MAX_RESUME_TRIES);
});

test('a server that has nothing left to send has ended the answer', async () => {
  const nothingLeft = () => new Response(null, { status: 204 });
  const { heard, through } = following([cutAfter(bytesOfLog - 5), nothingLeft]);
  await through();
  assert.deepEqual(heard, log.slice(0, -1));
});

test('an answer that the server has let go is not asked for again', async () => {
  for (const status of [404, 409, 410]) {
    const { server, heard, through } = following([cutAfter(100), refused(status)]);
    const failure = await failureOf(through());
    assert.equal(failure.code, 'answer_gone');
    assert.equal(failure.resumable, undefined);
    assert.equal(server.requests.length, 2);
    assert.deepEqual(heard, log.slice(0, 1));
  }
});

test('a refusal that will not pass is shown as it is', async () => {
  const { server, through } = following([cutAfter(100), refused(403, { detail: 'Only local callers.' })]);
  const failure = await failureOf(through());
  assert.equal(failure.message, 'Only local callers.');
  assert.equal(server.requests.length, 2);
});

test('a server that is too busy to resume is asked when it wants to be', async () => {
  const { platform, heard, through } = following([cutAfter(100), refused(503, { retryAfter: 20 })]);
  const before = platform.now();
  await through();
  assert.ok(platform.now() - before >= 20_300);
  assert.deepEqual(heard, log);
});

test('a server that wants to be left alone for long is left alone', async () => {
  const { server, through } = following([cutAfter(100), refused(429, { retryAfter: 3600 })]);
  const failure = await failureOf(through());
  assert.equal(failure.resumable, true);
  assert.equal(failure.retryAfterSeconds, 3600);
  assert.equal(server.requests.length, 2);
});

test('a request that brought no reply is sent again, and buys one answer', async () => {
  for (const fault of [unseen, unanswered]) {
    const { server, heard, lines, through } = following([fault, fault]);
    await through();
    assert.deepEqual(heard, log);
    const keys = server.requests.map(({ headers }) => headers['Idempotency-Key']);
    assert.equal(keys.length, 3);
    assert.equal(new Set(keys).size, 1);
    assert.equal(server.begun, 1);
    assert.deepEqual(lines, ['reaching', 'reaching', 'open']);
  }
});

test('a server that cannot be reached is soon said to be so', async () => {
  const { server, stream, through } = following(Array(100).fill(unseen));
  const failure = await failureOf(through());
  assert.equal(failure.code, 'network');
  assert.equal(server.requests.length, 1 + MAX_START_TRIES);
  assert.equal(stream.answered, false);
});

test('a refused request is not sent again', async () => {
  const { server, stream, through } = following([refused(503, { retryAfter: 1 })]);
  const failure = await failureOf(through());
  assert.equal(failure.status, 503);
  assert.equal(failure.retryAfterSeconds, 1);
  assert.equal(server.requests.length, 1);
  assert.equal(stream.answered, true);
});

test('a GET that begins an answer is never sent twice', async () => {
  const { server, through } = following([unanswered], { method: 'GET' });
  assert.equal((await failureOf(through())).code, 'network');
  assert.equal(server.requests.length, 1);
  assert.equal(server.requests[0].headers['Idempotency-Key'], undefined);
});

test('an answer that a GET began is resumed like any other', async () => {
  const { server, heard, through } = following([cutAfter(100)], { method: 'GET' });
  await through();
  assert.deepEqual(heard, log);
  assert.deepEqual(server.requests.map(({ url }) => url), ['api/chat', `api/streams/${STREAM}`]);
});

test('a stream that has begun already is heard from its beginning', async () => {
  const { server, heard, through } = following([], { id: STREAM });
  await through();
  assert.deepEqual(heard, log);
  assert.equal(server.begun, 0);
});

test('a line on which nothing comes any more is cut, and resumed', async () => {
  const { platform, heard, through } = following([silentAfter(2)]);
  const before = platform.now();
  await through();
  assert.deepEqual(heard, log);
  assert.equal(platform.now() - before, SILENCE_MILLIS + 300);
});

test('a request that gets no reply at all is taken back, and sent again with its key', async () => {
  const { server, heard, through } = following([stalled]);
  await through();
  assert.deepEqual(heard, log);
  assert.equal(server.begun, 1);
});

test('a page that comes back resumes at once', async () => {
  const { platform, server, heard, follow, stream } = following([cutAfter(100), unseen, unseen]);
  const followed = follow();
  for (let requests = 1; requests <= 3; requests++) {
    await platform.idle();
    assert.equal(server.requests.length, requests);
    stream.wake({ networkChanged: false });
  }
  await followed;
  assert.deepEqual(heard, log);
  assert.equal(platform.now(), 1_000_000);
});

test('a page that comes back cuts a line that was silent for long, and leaves another alone', async () => {
  for (const { slept, requests } of [
    { slept: SILENCE_AT_WAKE_MILLIS - 1, requests: 1 },
    { slept: SILENCE_AT_WAKE_MILLIS, requests: 2 },
  ]) {
    const { platform, server, follow, stream } = following([silentAfter(2)]);
    const followed = follow();
    await platform.idle();
    platform.millis += slept;
    stream.wake({ networkChanged: false });
    await platform.idle();
    if (requests === 2) await platform.next();
    await platform.idle();
    assert.equal(server.requests.length, requests);
    stream.leave();
    await followed;
  }
});

test('after a change of networks the line is built anew', async () => {
  const { platform, server, heard, follow, stream } = following([silentAfter(2)]);
  const followed = follow();
  await platform.idle();
  stream.wake({ networkChanged: true });
  await platform.through(followed);
  assert.equal(server.requests[1].headers['Last-Event-ID'], `${STREAM}.2`);
  assert.deepEqual(heard, log);
});

test('without a network it is rarely tried, and at once when there is one', async () => {
  const { platform, server, lines, heard, follow, stream } = following([cutAfter(100)]);
  platform.isOnline = false;
  const followed = follow();
  await platform.idle();
  assert.equal(server.requests.length, 1);
  assert.equal(lines.at(-1), 'offline');
  platform.isOnline = true;
  stream.wake({ networkChanged: true });
  await followed;
  assert.deepEqual(heard, log);
  assert.equal(platform.now(), 1_000_000);
});

test('a network that the browser does not see may be there all the same', async () => {
  const { platform, heard, through } = following([cutAfter(100)]);
  platform.isOnline = false;
  await through();
  assert.deepEqual(heard, log);
});

test('who turns away hears nothing more, and nothing is asked', async () => {
  const { platform, server, heard, follow, stream } = following([silentAfter(2)]);
  const followed = follow();
  await platform.idle();
  stream.leave();
  await followed;
  assert.ok(stream.left);
  assert.deepEqual(heard, log.slice(0, 2));
  assert.equal(server.requests.length, 1);
});

test('who turns away while the line is lost asks nothing more', async () => {
  const { platform, server, follow, stream } = following([cutAfter(100)]);
  const followed = follow();
  await platform.idle();
  stream.leave();
  await followed;
  assert.equal(server.requests.length, 1);
});

test('a stop is told to the server, and the end that it makes is heard', async () => {
  const { platform, server, heard, follow, stream } = following([silentAfter(2)]);
  const followed = follow();
  await platform.idle();
  const stopped = stream.stop();
  await platform.idle();
  const { method, url } = server.requests[1];
  assert.equal(method, 'DELETE');
  assert.equal(url, `api/streams/${STREAM}`);
  // The line dies at the same time: the end comes over the next one.
  stream.wake({ networkChanged: true });
  await platform.through(followed);
  assert.equal(await stopped, true);
  assert.deepEqual(heard, log);
});

test('an end that does not come is not waited for', async () => {
  const { platform, follow, stream } = following([silentAfter(2)]);
  const followed = follow();
  await platform.idle();
  assert.equal(await platform.through(stream.stop()), true);
  await followed;
  assert.ok(stream.left);
});

test('a server that cannot be told to stop is left, and the reader hears of it', async () => {
  for (const fault of [unseen, refused(403), refused(500), stalled]) {
    const { platform, follow, stream } = following([silentAfter(2), fault]);
    const followed = follow();
    await platform.idle();
    assert.equal(await platform.through(stream.stop()), false);
    await followed;
    assert.ok(stream.left);
  }
});

test('a stream that is gone need not be stopped', async () => {
  for (const status of [404, 410]) {
    const { platform, follow, stream } = following([silentAfter(2), refused(status)]);
    const followed = follow();
    await platform.idle();
    assert.equal(await platform.through(stream.stop()), true);
    await followed;
  }
});

test('a stop before the server has answered takes the request back', async () => {
  const { platform, server, follow, stream } = following([stalled]);
  const followed = follow();
  await platform.idle();
  assert.equal(await stream.stop(), true);
  await followed;
  assert.equal(server.requests.length, 1);
});
