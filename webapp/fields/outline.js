import { parseJson } from '../structured/json.js';
import { tokensOf } from '../structured/pointer.js';

/** @typedef {import('../structured/json.js').JsonNode} JsonNode */

/** Schemas that apply to one place, by `$ref`, `allOf` and branches; what is beyond is not known early. */
export const MAX_APPLIED_SCHEMAS = 64;

/** A table with more columns would be read worse than a list. */
export const MAX_COLUMNS = 6;

/** A string that may be longer needs a place of its own. */
const SHORT_STRING_CHARS = 80;

const CONTAINER_OF = { object: 'object', array: 'array' };

/**
 * What a JSON Schema tells of a place before anything is there: its name in words, what it will be, and
 * the members it will have, in the schema's order. Everything else is left to the document: a schema that
 * says nothing, or that this does not understand, is no error.
 *
 * Understood are `title`, `description`, `type`, `properties`, `additionalProperties`, `items`, `prefixItems`,
 * `enum`, `const`, `format`, `maxLength`, `$ref` within the document, `allOf`, and `anyOf` and `oneOf`: one branch
 * beside null is as good as certain; several are asked only for a member that has come.
 *
 * @see https://json-schema.org/draft/2020-12/json-schema-core#section-10
 */
export class Outline {
  #node;
  #document;
  /** @type {Outline|undefined} */
  #parent;
  #certain;
  #possible;

  /**
   * @param {JsonNode} node a schema
   * @param {JsonNode} document the whole one, which a `$ref` points into
   * @param {Outline} [parent]
   */
  constructor(node, document, parent) {
    this.#node = node;
    this.#document = document;
    this.#parent = parent;
    this.#certain = this.#applied(certainBranches);
  }

  get title() {
    return this.#text('title');
  }

  get description() {
    return this.#text('description');
  }

  /** @returns {'object'|'array'|'scalar'|undefined} undefined when it can be anything */
  get kind() {
    const type = this.#type;
    if (type !== undefined) return CONTAINER_OF[type] ?? 'scalar';
    if (this.#has('properties')) return 'object';
    if (this.#has('items') || this.#has('prefixItems')) return 'array';
    return this.#has('enum') || this.#has('const') ? 'scalar' : undefined;
  }

  /** The names of the members that an object of this kind is known to have room for. @returns {string[]} */
  get members() {
    const names = new Set();
    for (const schema of this.#certain) {
      const properties = member(schema, 'properties');
      if (properties?.kind !== 'object') continue;
      for (const [name, value] of properties.members) if (!isNever(value)) names.add(name);
    }
    return [...names];
  }

  /**
   * Whether one of the places around this one has the same schema: laid out ahead, it would have no end.
   */
  get recurs() {
    for (let outer = this.#parent; outer !== undefined; outer = outer.#parent) {
      if (this.#certain.some((schema) => outer.#certain.includes(schema))) return true;
    }
    return false;
  }

  /** @param {string} name @returns {Outline|undefined} what is known of a member, also of one that came unexpected */
  member(name) {
    const schemas = this.#everything;
    for (const schema of schemas) {
      const properties = member(schema, 'properties');
      const found = properties?.kind === 'object' ? properties.members.get(name) : undefined;
      if (found?.kind === 'object') return this.#inner(found);
    }
    return this.#first('additionalProperties');
  }

  /** @param {number} index @returns {Outline|undefined} what is known of an item */
  item(index) {
    for (const schema of this.#everything) {
      const prefix = member(schema, 'prefixItems');
      const found = prefix?.kind === 'array' ? prefix.items[index] : undefined;
      if (found?.kind === 'object') return this.#inner(found);
    }
    return this.#first('items');
  }

  /**
   * The columns of a list that fits into a table: of objects with two to {@link MAX_COLUMNS} members, all of them
   * single values, and at most one of them a text of any length.
   *
   * @returns {string[]|undefined}
   */
  get columns() {
    if (this.kind !== 'array' || this.#has('prefixItems')) return undefined;
    const item = this.item(0);
    if (item?.kind !== 'object') return undefined;
    const names = item.members;
    if (names.length < 2 || names.length > MAX_COLUMNS) return undefined;
    const cells = names.map((name) => item.member(name));
    if (cells.some((cell) => cell?.kind !== 'scalar')) return undefined;
    return cells.filter((cell) => !cell.isShort).length <= 1 ? names : undefined;
  }

  /** Whether a single value takes little room: all but texts of any length do. */
  get isShort() {
    if (this.kind !== 'scalar') return false;
    if (this.#type !== 'string') return true;
    if (this.#has('enum') || this.#has('const') || this.#has('format')) return true;
    return this.#certain.some((schema) => member(schema, 'maxLength')?.value <= SHORT_STRING_CHARS);
  }

  /** Whether it will be a number, so that many of them stand under each other. */
  get isNumber() {
    return this.#type === 'number' || this.#type === 'integer';
  }

  get #type() {
    for (const schema of this.#certain) {
      const type = member(schema, 'type');
      if (type?.kind === 'string') return type.text;
      if (type?.kind !== 'array') continue;
      const names = type.items.map((item) => item.text).filter((name) => name !== 'null');
      if (names.length === 1) return names[0];
      // Of several, single values are shown alike.
      if (names.every((name) => !(name in CONTAINER_OF))) return 'any';
    }
    return undefined;
  }

  get #everything() {
    this.#possible ??= this.#applied(possibleBranches);
    return this.#possible;
  }

  #has(keyword) {
    return this.#certain.some((schema) => member(schema, keyword) !== undefined);
  }

  /** The nearest schema's word counts: one beside a `$ref` goes before the one it refers to. */
  #text(keyword) {
    for (const schema of this.#certain) {
      const value = member(schema, keyword);
      if (value?.kind === 'string' && value.text.trim() !== '') return value.text;
    }
    return undefined;
  }

  #first(keyword) {
    for (const schema of this.#everything) {
      const found = member(schema, keyword);
      if (found?.kind === 'object') return this.#inner(found);
    }
    return undefined;
  }

  #inner(node) {
    return new Outline(node, this.#document, this);
  }

  /** This schema and those that apply with it, each once, so that no circle of references has a hold. */
  #applied(branches) {
    const applied = new Set([this.#node]);
    for (const schema of applied) {
      for (const next of [...referred(schema, this.#document), ...branches(schema)]) {
        if (next.kind === 'object' && applied.size < MAX_APPLIED_SCHEMAS) applied.add(next);
      }
    }
    return [...applied];
  }
}

/**
 * @param {string} text a JSON Schema; blank for none
 * @returns {Outline|undefined}
 * @throws {import('../structured/json.js').JsonTextError} when it is no JSON
 */
export function outlineOf(text) {
  if (text.trim() === '') return undefined;
  const schema = parseJson(text);
  return schema.kind === 'object' ? new Outline(schema, schema) : undefined;
}

function member(schema, name) {
  return schema.members.get(name);
}

function isNever(schema) {
  return schema.kind === 'literal' && schema.value === false;
}

function referred(schema, document) {
  const reference = member(schema, '$ref');
  if (reference?.kind !== 'string' || !reference.text.startsWith('#')) return [];
  const found = at(document, reference.text.slice(1));
  return found === undefined ? [] : [found];
}

/** What a pointer in a URI fragment leads to; another kind of fragment, an anchor say, leads nowhere. */
function at(document, fragment) {
  try {
    let node = document;
    for (const token of tokensOf(decodeURIComponent(fragment))) {
      node = node?.kind === 'array' ? node.items[token] : node?.members?.get(token);
    }
    return node;
  } catch (error) {
    if (error instanceof RangeError || error instanceof URIError) return undefined;
    throw error;
  }
}

function certainBranches(schema) {
  const only = ['anyOf', 'oneOf'].flatMap((keyword) => {
    const branches = list(schema, keyword).filter((branch) => !isNull(branch));
    return branches.length === 1 ? branches : [];
  });
  return [...list(schema, 'allOf'), ...only];
}

function possibleBranches(schema) {
  return [
    ...['allOf', 'anyOf', 'oneOf'].flatMap((keyword) => list(schema, keyword)),
    ...['then', 'else'].flatMap((keyword) => member(schema, keyword) ?? []),
  ];
}

function list(schema, keyword) {
  const value = member(schema, keyword);
  return value?.kind === 'array' ? value.items : [];
}

function isNull(schema) {
  return schema.kind === 'object' && member(schema, 'type')?.text === 'null';
}
