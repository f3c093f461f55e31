/** An answer that comes in one piece has no pace. */
const MIN_MILLIS = 200;

/**
 * How fast an answer came, as far as that is known.
 *
 * @param {import('./answer.js').Answer} answer
 * @returns {{firstTokenMillis?: number, tokensPerSecond?: number}} the second only of an answer that was seen
 *   from its first token to its end
 */
export function paceOf({ askedAtMillis, firstTokenAtMillis, endedAtMillis, replayed, usage }) {
  if (firstTokenAtMillis === undefined) return {};
  const firstTokenMillis = firstTokenAtMillis - askedAtMillis;
  const writingMillis = (endedAtMillis ?? firstTokenAtMillis) - firstTokenAtMillis;
  const output = usage?.output;
  if (replayed === true || writingMillis < MIN_MILLIS || typeof output !== 'number') return { firstTokenMillis };
  return { firstTokenMillis, tokensPerSecond: (output * 1000) / writingMillis };
}
