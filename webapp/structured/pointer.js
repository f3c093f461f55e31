/**
 * @param {string} pointer a JSON Pointer
 * @returns {string[]} its reference tokens; none for the root
 * @throws {RangeError} when it is no JSON Pointer
 * @see https://www.rfc-editor.org/rfc/rfc6901#section-4
 */
export function tokensOf(pointer) {
  if (pointer === '') return [];
  if (!pointer.startsWith('/')) throw new RangeError(`${pointer} is no JSON Pointer`);
  return pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** @param {string} token a reference token @returns {string} as it stands in a pointer */
export function escaped(token) {
  return token.replaceAll('~', '~0').replaceAll('/', '~1');
}
