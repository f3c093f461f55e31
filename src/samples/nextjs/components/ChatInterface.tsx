'use client';

import { useEffect, useRef, useState } from 'react';
import { ask, forget, stop } from '../lib/chat';
import { failureOf, type Failure } from '../lib/runnel';
import { begun, ended, failed, heard, type Turn } from '../lib/turn';
import { Alert, AnswerBubble, FollowUps, Question, Reasoning } from './Bubbles';
import { ClearButton } from './ClearButton';
import { Composer } from './Composer';
import { Transcript } from './Transcript';

/** An answer that is being written. */
type Live = { controller: AbortController; streamId?: string };

const STATUS = { writing: 'An answer is being written', complete: 'Answer complete', stopped: 'Stopped', failed: '' };

/** A chat by Runnel's own events, read with fetch. */
export function ChatInterface() {
  const [turns, setTurns] = useState<Turn[]>([]);
  const [failure, setFailure] = useState<Failure>();
  const conversationId = useRef<string>(undefined);
  const live = useRef<Live>(undefined);
  const last = turns.at(-1);
  const writing = last?.state === 'writing';

  // Nobody reads on when the page is left; the server stops the model a little later.
  useEffect(() => () => live.current?.controller.abort(), []);

  const change = (next: (turn: Turn) => Turn) =>
    setTurns((all) => all.map((turn, index) => (index === all.length - 1 ? next(turn) : turn)));

  async function send(question: string) {
    const mine: Live = { controller: new AbortController() };
    live.current = mine;
    setFailure(undefined);
    setTurns((all) => [...all, begun(question)]);
    try {
      for await (const event of ask(question, conversationId.current, mine.controller.signal)) {
        if (live.current !== mine) return;
        if (event.type === 'start') {
          mine.streamId = event.stream_id;
          conversationId.current = event.conversation_id;
        }
        change((turn) => heard(turn, event));
      }
      if (live.current === mine) change(ended);
    } catch (error) {
      if (live.current === mine) change((turn) => failed(turn, failureOf(error)));
    }
  }

  async function halt() {
    const halted = live.current;
    if (halted?.streamId === undefined) {
      giveUp();
      change((turn) => ({ ...turn, state: 'stopped' }));
      return;
    }
    await stop(halted.streamId).catch((error: unknown) => setFailure(failureOf(error)));
  }

  function giveUp() {
    live.current?.controller.abort();
    live.current = undefined;
  }

  async function clear() {
    const forgotten = conversationId.current;
    giveUp();
    conversationId.current = undefined;
    setTurns([]);
    setFailure(undefined);
    if (forgotten === undefined) return;
    await forget(forgotten).catch((error: unknown) => setFailure(failureOf(error)));
  }

  return (
    <main>
      <div className="title">
        <h1>Chat by fetch</h1>
        <ClearButton disabled={turns.length === 0} onClear={clear} />
      </div>
      <Transcript news={turns} questions={turns.length}>
        {turns.length === 0 && <p className="welcome">Hello! What would you like to know?</p>}
        {turns.map((turn, index) => (
          <div key={index} className="turn">
            <Question text={turn.question} />
            <Reasoning text={turn.reasoning} open={turn.answer === '' && turn.state === 'writing'} />
            <AnswerBubble text={turn.answer} writing={turn.state === 'writing'}>
              {turn.state === 'stopped' && 'Stopped'}
              {turn.tokens !== undefined && `${turn.tokens} tokens`}
            </AnswerBubble>
            {turn.failure && <Alert failure={turn.failure} />}
            {turn === last && !writing && <FollowUps questions={turn.followUps} onAsk={send} />}
          </div>
        ))}
        {failure && <Alert failure={failure} />}
      </Transcript>
      <p role="status" className="visually-hidden">
        {last ? STATUS[last.state] : ''}
      </p>
      <Composer writing={writing} onSend={send} onStop={halt} />
    </main>
  );
}
