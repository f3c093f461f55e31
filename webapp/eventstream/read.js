import { EventStreamDecoder } from './decoder.js';

/**
 * Reads the events of a response while they arrive. A consumer that leaves early closes the
 * connection, so that the server hears that nobody reads.
 *
 * @param {Response} response
 * @param {() => void} [onBytes] called when anything has come: a comment is no event, but a sign of life
 * @returns {AsyncGenerator<import('./decoder.js').StreamEvent, void, void>}
 */
export async function* readEvents(response, onBytes = () => {}) {
  if (response.body === null) return;
  const reader = response.body.getReader();
  const decoder = new EventStreamDecoder();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      onBytes();
      // With yield* each of them, and there are thousands, would be waited for once more.
      for (const event of decoder.feed(value)) yield event;
    }
    decoder.end();
  } finally {
    // Rejects when the stream itself failed; that error is already on its way to the consumer.
    await reader.cancel().catch(() => {});
  }
}
