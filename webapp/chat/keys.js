/**
 * What a key in the question box asks for. While an input method composes, Enter and Escape belong to
 * it; Safari ends the composition before it reports that Enter, and marks it by key code 229 only.
 *
 * @param {Pick<KeyboardEvent, 'key'|'keyCode'|'shiftKey'|'isComposing'>} event
 * @returns {'send'|'stop'|undefined}
 */
export function meaningOf({ key, keyCode, shiftKey, isComposing }) {
  if (isComposing || keyCode === 229) return undefined;
  if (key === 'Enter' && !shiftKey) return 'send';
  if (key === 'Escape') return 'stop';
  return undefined;
}

/** What the server takes as one message, in UTF-16 units. */
export const MAX_MESSAGE_CHARS = 32_000;
