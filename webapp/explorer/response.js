/** What a page shows of one body, in UTF-16 units: a longer one would make the browser slow. */
export const MAX_SHOWN_CHARS = 1024 * 1024;

/**
 * Hands on the text of a body as it comes. What is over the limit is not read: the connection is closed.
 *
 * @param {Response} response
 * @param {(text: string) => void} show
 */
export async function readText(response, show) {
  if (response.body === null) return;
  const reader = response.body.getReader();
  const utf8 = new TextDecoder();
  let room = MAX_SHOWN_CHARS;
  try {
    while (room > 0) {
      const { value, done } = await reader.read();
      const text = utf8.decode(value, { stream: !done });
      show(text.slice(0, room));
      room -= text.length;
      if (done) return;
    }
    show('…');
  } finally {
    // Rejects when the body itself failed; that error is already on its way.
    await reader.cancel().catch(() => {});
  }
}
