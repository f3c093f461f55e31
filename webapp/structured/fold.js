/**
 * @typedef {object} Chunk what is new in one container of a growing document
 * @property {any} data the new members of the container; at the root also `[]` or a scalar
 * @property {string} [path] the container's JSON Pointer; the root when left out
 */

/**
 * Folds chunks, in order, into the document they tell of. After each chunk {@link value} is a true
 * prefix of the final document, and after the last one it is that document.
 *
 * Objects have no prototype, so `__proto__` and `constructor` are members like any other.
 * A number is JavaScript's value.
 */
export class DocumentFold {
  /** @type {any} undefined until the first chunk */
  value = undefined;

  /**
   * @param {Chunk} chunk
   * @returns {string[]} the reference tokens of the member written last; empty for the root itself
   * @throws {RangeError} when the chunk does not fit the document
   */
  apply({ data, path = '' }) {
    const tokens = tokensOf(path);
    if (!isObject(data)) {
      if (tokens.length > 0 || data === undefined) {
        throw new RangeError('Only the root is written without the name of a member');
      }
      this.value = joined(this.value, data);
      return [];
    }
    this.value ??= Object.create(null);
    const container = this.#containerAt(tokens, path);
    let last = tokens;
    for (const [name, value] of Object.entries(data)) {
      write(container, name, value);
      last = [...tokens, name];
    }
    return last;
  }

  #containerAt(tokens, path) {
    let at = this.value;
    for (const token of tokens) {
      if (Array.isArray(at)) at = at[indexOf(token, at.length - 1)];
      else if (isObject(at) && token in at) at = at[token];
      else throw new RangeError(`Nothing is at ${path}`);
    }
    if (at === null || typeof at !== 'object') throw new RangeError(`No container is at ${path}`);
    return at;
  }
}

function write(container, name, value) {
  const key = Array.isArray(container) ? indexOf(name, container.length) : name;
  container[key] = joined(container[key], value);
}

/** Strings append; everything else comes whole. */
function joined(before, value) {
  return typeof before === 'string' && typeof value === 'string' ? before + value : own(value);
}

/** A copy without prototypes. */
function own(value) {
  if (Array.isArray(value)) return value.map(own);
  if (!isObject(value)) return value;
  const copy = Object.create(null);
  for (const [name, member] of Object.entries(value)) copy[name] = own(member);
  return copy;
}

function isObject(value) {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** An array grows by one at most: a wild index must not make a hole of a billion elements. */
function indexOf(token, max) {
  const index = /^(0|[1-9]\d{0,14})$/.test(token) ? Number(token) : -1;
  if (index < 0 || index > max) throw new RangeError(`${token} is not an array index up to ${max}`);
  return index;
}

/** @see https://www.rfc-editor.org/rfc/rfc6901#section-4 */
function tokensOf(pointer) {
  if (pointer === '') return [];
  if (!pointer.startsWith('/')) throw new RangeError(`${pointer} is no JSON Pointer`);
  return pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}
