import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connected, failed, hear, stopped, waitingAnswer } from '../../../webapp/chat/answer.js';
import { Announcer } from '../../../webapp/chat/announcer.js';
import { localFailure } from '../../../webapp/failure/failure.js';

const delta = (answer) => hear(answer, { type: 'delta', chunk: 'a' }, 1);
const end = (answer) => hear(answer, { type: 'complete' }, 2);
const lost = (answer) => connected(answer, 'resuming');
const back = (answer) => connected(answer, 'open');

/** What is said in the course of an answer, repetitions left out. */
function said(...steps) {
  const announcer = new Announcer();
  let answer = waitingAnswer(0);
  const texts = [announcer.next(undefined), announcer.next(answer)];
  for (const step of steps) texts.push(announcer.next((answer = step(answer))));
  return texts.filter((text, index) => text !== texts[index - 1]);
}

test('an answer is announced twice at most, however it comes', () => {
  assert.deepEqual(said(delta, lost, back, delta, end), ['', 'status.answering', 'status.complete']);
  assert.deepEqual(said(delta, stopped), ['', 'status.answering', 'status.stopped']);
});

test('a failure is left to its alert', () => {
  assert.deepEqual(said(delta, (answer) => failed(answer, localFailure('network'))), ['', 'status.answering', '']);
});

test('what was over before anybody looked is no news', () => {
  assert.equal(new Announcer().next(end(waitingAnswer(0))), '');
});
