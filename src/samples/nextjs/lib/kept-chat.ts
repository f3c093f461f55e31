import { generateId, type UIMessage } from 'ai';

/** What Runnel says of an answer at its end. */
export type AnswerMetadata = {
  model: string;
  usage?: { totalTokens?: number };
  timeToFirstTokenMs?: number;
};

export type ChatMessage = UIMessage<AnswerMetadata, { 'follow-up': { question: string } }>;

export type KeptChat = { id: string; messages: ChatMessage[] };

const KEY = 'runnel-use-chat';

export const newChat = (): KeptChat => ({ id: generateId(), messages: [] });

/** The chat of this tab, as it was before a reload. Whoever knows its id may read it on: it stays in the tab. */
export function loadChat(): KeptChat {
  const kept = sessionStorage.getItem(KEY);
  return kept === null ? newChat() : (JSON.parse(kept) as KeptChat);
}

/**
 * Keeps a chat.
 *
 * @param whole whether its last answer is: else it is left out, because a resumed stream tells all of it once more, and
 *   would be added to what there is
 */
export function keepChat({ id, messages }: KeptChat, whole: boolean): void {
  const end = whole ? messages.length : messages.findLastIndex(({ role }) => role === 'user') + 1;
  sessionStorage.setItem(KEY, JSON.stringify({ id, messages: messages.slice(0, end) }));
}
