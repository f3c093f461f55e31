import { demoRequest, generateRequest } from './request.js';

/** @typedef {import('./session.js').Kept} Kept */

/** Tells texts of this form from older and newer ones. */
const VERSION = 1;

/** Browsers give a tab five million characters, for all pages of the server together. */
const MAX_KEPT_CHARS = 1_000_000;

/**
 * A run as a text. A document that is too long is left out: the server has it, for a while.
 *
 * @param {Kept|undefined} kept
 * @param {{maxChars?: number}} [limits] how long the text may be, in UTF-16 units
 * @returns {string|undefined} undefined when there is nothing to keep
 */
export function keptText(kept, { maxChars = MAX_KEPT_CHARS } = {}) {
  if (kept === undefined) return undefined;
  const { request, document, end, ...rest } = kept;
  const head = { version: VERSION, ask: request.ask, ...rest };
  const texts = [{ ...head, document, end }, head].map((form) => JSON.stringify(form));
  return texts.find((text) => text.length <= maxChars);
}

/**
 * @param {string|undefined} text
 * @returns {Kept|undefined} undefined when it is no run that this page can show
 */
export function keptFrom(text) {
  if (text === undefined) return undefined;
  try {
    const { version, ask, document, end, ...rest } = JSON.parse(text);
    if (version !== VERSION || !(ask === undefined || isAsk(ask))) return undefined;
    if (document !== undefined) JSON.parse(document);
    if (end !== undefined) JSON.parse(end);
    return { request: ask === undefined ? demoRequest : generateRequest(ask), ...rest, document, end };
  } catch {
    return undefined; // Whoever wrote it, it was not this page.
  }
}

function isAsk(ask) {
  if (typeof ask?.prompt !== 'string' || typeof ask.schema !== 'string') return false;
  return ask.model === undefined || typeof ask.model === 'string';
}
