import type { ChatEvent } from './chat';
import type { Failure } from './runnel';

/** A question and what is known of its answer. */
export type Turn = {
  question: string;
  answer: string;
  reasoning: string;
  followUps: string[];
  state: 'writing' | 'complete' | 'stopped' | 'failed';
  tokens?: number;
  failure?: Failure;
};

export const begun = (question: string): Turn => ({
  question,
  answer: '',
  reasoning: '',
  followUps: [],
  state: 'writing',
});

export const failed = (turn: Turn, failure: Failure): Turn => ({ ...turn, state: 'failed', failure });

/** The turn after one more event. */
export function heard(turn: Turn, event: ChatEvent): Turn {
  switch (event.type) {
    case 'delta':
      return { ...turn, answer: turn.answer + event.chunk };
    case 'reasoning':
      return { ...turn, reasoning: turn.reasoning + event.chunk };
    case 'follow_up':
      return { ...turn, followUps: [...turn.followUps, event.question] };
    case 'complete':
      return { ...turn, state: 'complete', tokens: event.token_usage ?? undefined };
    case 'cancelled':
      return { ...turn, state: 'stopped' };
    case 'error':
      return failed(turn, { message: event.error, code: event.code, logId: event.log_id });
    default:
      return turn;
  }
}

/** The turn after the stream's end: an answer that is whole has said so. */
export const ended = (turn: Turn): Turn =>
  turn.state === 'writing'
    ? failed(turn, { message: 'The line was cut before the answer was whole.', code: 'connection_lost' })
    : turn;
