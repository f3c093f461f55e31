/**
 * A response whose body arrives in the given chunks.
 *
 * @param {(string|Uint8Array)[]} chunks
 * @param {object} [how]
 * @param {boolean} [how.open] the body does not end after the last chunk
 * @param {Error} [how.error] the body breaks after the last chunk
 * @param {AbortSignal} [how.signal] the body breaks when this is aborted
 * @param {() => void} [how.onCancel] the reader has left
 * @returns {Response}
 */
export function eventStream(chunks, { open = false, error, signal, onCancel = () => {} } = {}) {
  const waiting = chunks.map((chunk) =>
    typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk,
  );
  const body = new ReadableStream({
    start(controller) {
      signal?.addEventListener('abort', () => controller.error(signal.reason), { once: true });
    },
    pull(controller) {
      if (waiting.length > 0) controller.enqueue(waiting.shift());
      else if (error) controller.error(error);
      else if (!open) controller.close();
    },
    cancel: onCancel,
  });
  return new Response(body, { headers: { 'Content-Type': 'text/event-stream;charset=UTF-8' } });
}

/** @param {...object} events the data of a stream's events */
export function frames(...events) {
  return events.map((event) => `data: ${JSON.stringify(event)}\n\n`);
}
