const KEY_BYTES = 16;

/**
 * A name for one request that nobody else will choose: however often the request is sent with it, the
 * server starts one answer. `crypto.randomUUID` would not do: it is missing on plain http.
 *
 * @returns {string}
 */
export function newIdempotencyKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
