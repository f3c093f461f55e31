import { eventData } from './event-data';
import { call } from './runnel';

/** What Runnel tells of an answer, the end in exactly one of the last three. One day there may be more. */
export type ChatEvent =
  | { type: 'start'; stream_id: string; conversation_id: string; model: string }
  | { type: 'delta'; chunk: string }
  | { type: 'reasoning'; chunk: string }
  | { type: 'follow_up'; question: string }
  | { type: 'complete'; token_usage: number | null; message_id: string }
  | { type: 'error'; error: string; code: string; log_id?: string }
  | { type: 'cancelled' };

/** Asks, and tells the answer while it is written. Without a conversation it begins one. */
export async function* ask(
  message: string,
  conversationId: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent> {
  const response = await call('/api/chat', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ message, conversation_id: conversationId }),
    signal,
  });
  if (response.body === null) throw new Error('The reply has no body.');
  for await (const data of eventData(response.body)) yield JSON.parse(data) as ChatEvent;
}

/** Stops the model. The stream itself tells the end; to break it off would be a lost line, which can be resumed. */
export async function stop(streamId: string): Promise<void> {
  await call(`/api/streams/${encodeURIComponent(streamId)}`, { method: 'DELETE' });
}

/** Has the server forget a conversation; what is being written in it is stopped. */
export async function forget(conversationId: string): Promise<void> {
  await call(`/api/conversations/${encodeURIComponent(conversationId)}`, { method: 'DELETE' });
}
