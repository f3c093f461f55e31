/**
 * Asks Runnel by the AI SDK, as `useChat` does: the same transport, without a page.
 *
 *     node ai-sdk.js http://localhost:5001 ask my-chat "What is a rill?" [model]
 *     node ai-sdk.js http://localhost:5001 resume my-chat
 *     node ai-sdk.js http://localhost:5001 stop my-chat
 *
 * The text goes to stderr while it is written, the whole message to stdout, as JSON.
 */
import { DefaultChatTransport, readUIMessageStream } from 'ai';

const [base, command, chatId, question, model] = process.argv.slice(2);
const api = `${base}/api/ui/chat`;

// Whatever stands in `body` is sent beside the messages.
const transport = new DefaultChatTransport({ api, body: model ? { model } : {} });

const ask = () =>
  transport.sendMessages({
    trigger: 'submit-message',
    chatId,
    messages: [{ id: crypto.randomUUID(), role: 'user', parts: [{ type: 'text', text: question }] }],
  });

// Begins anew with the same message id: put it in the place of what there is. Null when nothing is being written.
const resume = () => transport.reconnectToStream({ chatId });

// To break the request off is not to stop: a lost line looks the same, and can be resumed.
const stop = () => fetch(`${api}/${encodeURIComponent(chatId)}/stream`, { method: 'DELETE' });

async function show(stream) {
  let message;
  let shown = 0;
  for await (message of readUIMessageStream({ stream, terminateOnError: true })) {
    const text = message.parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
    process.stderr.write(text.slice(shown));
    shown = text.length;
  }
  console.log(JSON.stringify(message));
}

try {
  if (command === 'stop') {
    const response = await stop();
    if (!response.ok) throw new Error(await response.text());
  } else {
    const stream = await (command === 'resume' ? resume() : ask());
    if (stream === null) console.log('null');
    else await show(stream);
  }
} catch (error) {
  // In words for people: of a refusal what the server says, of a failed answer with its code and log id.
  console.error(error.message);
  process.exitCode = 1;
}
