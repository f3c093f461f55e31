/** @typedef {import('./session.js').Kept} Kept */

/** Tells texts of this form from older and newer ones. */
const VERSION = 1;

/** Browsers give a tab five million characters, for all pages of the server together. */
const MAX_KEPT_CHARS = 1_000_000;

const STATUSES = new Set(['waiting', 'streaming', 'complete', 'error', 'cancelled']);

/**
 * A conversation as a text. Of a long one the last turns are kept.
 *
 * @param {Kept} kept
 * @param {{maxChars?: number}} [limits] how long the text of the turns may be, in UTF-16 units
 * @returns {string|undefined} undefined when there is nothing to keep
 */
export function keptText({ conversation, stream }, { maxChars = MAX_KEPT_CHARS } = {}) {
  const turns = [];
  let chars = 0;
  for (const turn of [...conversation.turns].reverse()) {
    const text = JSON.stringify(turn);
    chars += text.length;
    if (chars > maxChars) break;
    turns.unshift(text);
  }
  if (turns.length === 0) return undefined;
  const { id, turnsEver } = conversation;
  const head = JSON.stringify({ version: VERSION, id, turnsEver, stream });
  return `${head.slice(0, -1)},"turns":[${turns.join(',')}]}`;
}

/**
 * @param {string|undefined} text
 * @returns {Kept|undefined} undefined when it is no conversation that this page can show
 */
export function keptFrom(text) {
  if (text === undefined) return undefined;
  let kept;
  try {
    kept = JSON.parse(text);
  } catch {
    return undefined; // Whoever wrote it, it was not this page.
  }
  if (kept?.version !== VERSION || !Array.isArray(kept.turns)) return undefined;
  if (kept.turns.length === 0 || !kept.turns.every(isTurn)) return undefined;
  const { id, turnsEver, stream } = kept;
  const turns = kept.turns.map((turn) => ({ ...turn, answer: { ...turn.answer, line: 'open' } }));
  return { conversation: { id, turnsEver, turns }, stream };
}

function isTurn(turn) {
  return (
    Number.isInteger(turn?.id) &&
    typeof turn.question === 'string' &&
    STATUSES.has(turn.answer?.status) &&
    typeof turn.answer.text === 'string' &&
    typeof turn.answer.reasoning === 'string' &&
    Array.isArray(turn.answer.followUps)
  );
}
