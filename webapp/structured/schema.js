import { JsonTextError, parseJson } from './json.js';

/**
 * What is wrong with the text of a schema field.
 *
 * @typedef {object} SchemaProblem
 * @property {'syntax'|'tooShort'|'notObject'} kind
 * @property {number} offset where, in UTF-16 units
 * @property {number} [line] counted from 1, and so is the column
 * @property {number} [column] in characters
 * @property {string} [found] the character that should not be there
 * @property {import('./json.js').Expected} [expected]
 */

/**
 * Checks the text of a schema field while it is typed. An empty field is no schema, which is fine; whether
 * the server can use a schema only the server knows.
 *
 * @param {string} text
 * @returns {SchemaProblem|undefined}
 */
export function problemOf(text) {
  if (text.trim() === '') return undefined;
  try {
    const { kind } = parseJson(text);
    return kind === 'object' ? undefined : { kind: 'notObject', offset: 0 };
  } catch (error) {
    if (!(error instanceof JsonTextError)) throw error;
    return syntaxProblem(text, error);
  }
}

function syntaxProblem(text, { expected, offset }) {
  if (offset === text.length) return { kind: 'tooShort', offset, expected };
  const lines = text.slice(0, offset).split('\n');
  return {
    kind: 'syntax',
    offset,
    line: lines.length,
    column: [...lines.at(-1)].length + 1,
    found: nameOf(text.codePointAt(offset)),
    expected,
  };
}

/** A control character has no shape of its own. */
function nameOf(codePoint) {
  if (codePoint === 0x0a) return '↵';
  if (codePoint < 0x20) return `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
  return String.fromCodePoint(codePoint);
}
