import type { ReactNode } from 'react';
import type { Failure } from '../lib/runnel';

/** What the person has asked, at the right. */
export function Question({ text }: { text: string }) {
  return (
    <div className="bubble question">
      <span className="visually-hidden">You: </span>
      <span>{text}</span>
    </div>
  );
}

/** What the model says, at the left, and under it what is to be said of that. */
export function AnswerBubble({ text, writing, children }: { text: string; writing: boolean; children?: ReactNode }) {
  return (
    <>
      {(text !== '' || writing) && (
        <div className="bubble answer" data-writing={writing || undefined}>
          <span className="visually-hidden">Answer: </span>
          <span>{text}</span>
        </div>
      )}
      <p className="figures">{children}</p>
    </>
  );
}

export function Reasoning({ text, open }: { text: string; open: boolean }) {
  if (text === '') return null;
  return (
    <details className="reasoning" open={open}>
      <summary>Reasoning</summary>
      <p>{text}</p>
    </details>
  );
}

export function FollowUps({ questions, onAsk }: { questions: string[]; onAsk: (question: string) => void }) {
  if (questions.length === 0) return null;
  return (
    <div className="follow-ups" role="group" aria-label="Questions that may follow">
      {questions.map((question, index) => (
        <button key={index} type="button" onClick={() => onAsk(question)}>
          {question}
        </button>
      ))}
    </div>
  );
}

export function Alert({ failure, children }: { failure: Failure; children?: ReactNode }) {
  const { message, code, logId } = failure;
  return (
    <div role="alert" className="alert">
      <p>{message}</p>
      {code && (
        <p className="figures">
          <code>{code}</code>
          {logId && (
            <>
              , log id <code>{logId}</code>
            </>
          )}
        </p>
      )}
      {children}
    </div>
  );
}
