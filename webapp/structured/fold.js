import { parseJson } from './json.js';
import { tokensOf } from './pointer.js';

/** @typedef {import('./json.js').JsonNode} JsonNode */

/**
 * Folds chunks, in order, into the document they tell of. After each chunk {@link value} is a true
 * prefix of the final document, and after the last one it is that document: strings only grow, objects
 * and arrays only append, a value never changes type.
 *
 * A chunk is `{"data":…,"path":…}`: what is new in the container that the JSON Pointer `path` names, the
 * root when it is left out. `data` has the new members, in an array under their indices; a string that
 * is there already goes on. A root that is no object comes as `data` itself.
 *
 * `jsonText(fold.value)` writes the document with each number as the model wrote it.
 */
export class DocumentFold {
  /** @type {JsonNode|undefined} undefined until the first chunk */
  value = undefined;

  /**
   * @param {string} raw the data of a chunk event as it came; parsed by `JSON.parse` it would have lost
   *   the text of its numbers
   * @returns {string[]} the reference tokens of the value written last; none for the root itself
   * @throws {RangeError} when the chunk does not continue the document
   */
  apply(raw) {
    const { members = new Map() } = parseJson(raw);
    const data = members.get('data');
    const path = pathOf(members);
    const tokens = tokensOf(path);
    if (data?.kind !== 'object') {
      if (tokens.length > 0 || data === undefined) {
        throw new RangeError('Only the root is written without the name of a member');
      }
      this.value = continued(this.value, data);
      return [];
    }
    this.value ??= { kind: 'object', members: new Map(), revision: 0 };
    const containers = this.#containersTo(tokens, path);
    for (const [name, value] of data.members) write(containers.at(-1), name, value);
    // What has grown inside has grown itself.
    for (const container of containers) container.revision++;
    const last = [...data.members.keys()].at(-1);
    return last === undefined ? tokens : [...tokens, last];
  }

  /** @returns {JsonNode[]} the root, what is below it, and so on to the container at the pointer */
  #containersTo(tokens, path) {
    const containers = [this.value];
    for (const token of tokens) {
      const next = memberOf(containers.at(-1), token);
      if (next === undefined) throw new RangeError(`Nothing is at ${path}`);
      containers.push(next);
    }
    return containers;
  }
}

function pathOf(members) {
  const path = members.get('path');
  if (path === undefined) return '';
  if (path.kind !== 'string') throw new RangeError('A path is a string');
  return path.text;
}

function memberOf(container, token) {
  if (container.kind === 'object') return container.members.get(token);
  if (container.kind === 'array') return container.items[indexOf(token, container.items.length - 1)];
  return undefined;
}

function write(container, name, value) {
  if (container.kind === 'object') {
    container.members.set(name, continued(container.members.get(name), value));
  } else if (container.kind === 'array') {
    const index = indexOf(name, container.items.length);
    container.items[index] = continued(container.items[index], value);
  } else {
    throw new RangeError(`A ${container.kind} has no members`);
  }
}

/** @returns {JsonNode} a string with its next text, or a value that begins */
function continued(before, value) {
  if (before === undefined) return value;
  if (before.kind !== 'string' || value.kind !== 'string') {
    throw new RangeError('Only a string goes on once it has begun');
  }
  before.text += value.text;
  before.revision++;
  return before;
}

/** An array grows by one at most: a wild index must not make a hole of a billion elements. */
function indexOf(token, max) {
  const index = /^(0|[1-9]\d{0,14})$/.test(token) ? Number(token) : -1;
  if (index < 0 || index > max) throw new RangeError(`${token} is not an array index up to ${max}`);
  return index;
}
