'use client';

import { useChat } from '@ai-sdk/react';
import { DefaultChatTransport } from 'ai';
import { useEffect, useState } from 'react';
import { type ChatMessage, keepChat, type KeptChat, loadChat, newChat } from '../lib/kept-chat';
import { call, failureOf, type Failure, RUNNEL } from '../lib/runnel';
import { Alert, AnswerBubble, FollowUps, Question, Reasoning } from './Bubbles';
import { ClearButton } from './ClearButton';
import { Composer } from './Composer';
import { Transcript } from './Transcript';

const PATH = '/api/ui/chat';

// An answer that is being written is resumed at `${api}/${id}/stream`, as the transport does by itself.
const transport = new DefaultChatTransport<ChatMessage>({ api: RUNNEL + PATH });

const STATUS = { submitted: 'An answer is being written', streaming: 'An answer is being written', error: '' };

/** A chat by the AI SDK's useChat, which goes on after a reload. */
export function UseChat() {
  const [chat, setChat] = useState(loadChat);
  return <Conversation key={chat.id} chat={chat} onClear={() => setChat(newChat())} />;
}

function Conversation({ chat, onClear }: { chat: KeptChat; onClear: () => void }) {
  const { id, messages, status, error, sendMessage, regenerate, stop } = useChat<ChatMessage>({
    id: chat.id,
    messages: chat.messages,
    // The kept messages end with a question: its answer may be under way.
    resume: chat.messages.at(-1)?.role === 'user',
    transport,
    // Milliseconds between two drawings of an answer that comes fast.
    experimental_throttle: 50,
  });
  const [failure, setFailure] = useState<Failure>();
  const writing = status === 'submitted' || status === 'streaming';
  const last = messages.at(-1);

  useEffect(() => keepChat({ id, messages }, status === 'ready'), [id, messages, status]);

  function send(text: string) {
    setFailure(undefined);
    void sendMessage({ text });
  }

  /** The SDK's stop breaks the request off, which the server takes for a lost line: so it is told as well. */
  async function halt() {
    try {
      await call(`${PATH}/${encodeURIComponent(id)}/stream`, { method: 'DELETE' });
    } catch (refused) {
      setFailure(failureOf(refused));
    }
    await stop();
  }

  async function clear() {
    if (writing) await halt();
    onClear();
  }

  return (
    <main>
      <div className="title">
        <h1>Chat by useChat</h1>
        <ClearButton disabled={messages.length === 0} onClear={clear} />
      </div>
      <Transcript news={messages} questions={messages.filter(({ role }) => role === 'user').length}>
        {messages.length === 0 && <p className="welcome">Hello! What would you like to know?</p>}
        {messages.map((message) => (
          <div key={message.id} className="turn">
            {message.role === 'user' ? (
              <Question text={textOf(message)} />
            ) : (
              <Answer message={message} writing={writing && message === last} onAsk={message === last ? send : undefined} />
            )}
          </div>
        ))}
        {status === 'submitted' && <AnswerBubble text="" writing />}
        {error && (
          <Alert failure={failureOf(error)}>
            <button type="button" onClick={() => void regenerate()}>
              Try again
            </button>
          </Alert>
        )}
        {failure && <Alert failure={failure} />}
      </Transcript>
      <p role="status" className="visually-hidden">
        {status === 'ready' ? last?.role === 'assistant' && 'Answer complete' : STATUS[status]}
      </p>
      <Composer writing={writing} onSend={send} onStop={halt} />
    </main>
  );
}

type AnswerProps = { message: ChatMessage; writing: boolean; onAsk?: (question: string) => void };

function Answer({ message, writing, onAsk }: AnswerProps) {
  const text = textOf(message);
  const { metadata, parts } = message;
  const tokens = metadata?.usage?.totalTokens;
  const first = metadata?.timeToFirstTokenMs;
  const figures = [
    tokens !== undefined && `${tokens} tokens`,
    first !== undefined && `first token ${(first / 1000).toFixed(2)} s`,
    metadata?.model,
  ];
  return (
    <>
      <Reasoning
        text={parts.map((part) => (part.type === 'reasoning' ? part.text : '')).join('')}
        open={writing && text === ''}
      />
      <AnswerBubble text={text} writing={writing}>
        {figures.filter(Boolean).join(' · ')}
      </AnswerBubble>
      {onAsk && !writing && (
        <FollowUps
          questions={parts.flatMap((part) => (part.type === 'data-follow-up' ? [part.data.question] : []))}
          onAsk={onAsk}
        />
      )}
    </>
  );
}

const textOf = ({ parts }: ChatMessage) => parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
