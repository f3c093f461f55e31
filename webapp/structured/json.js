/**
 * A JSON value in the form it was written in. Members keep their order, whatever their names are, and
 * a number keeps its characters.
 *
 * @typedef {{kind: 'object', members: Map<string, JsonNode>, revision: number}} JsonObject
 * @typedef {{kind: 'array', items: JsonNode[], revision: number}} JsonArray
 * @typedef {{kind: 'string', text: string, revision: number}} JsonString
 * @typedef {{kind: 'number', raw: string, value: number, revision: number}} JsonNumber `raw` as it was
 *   written (`1.0`, `1e400`, 20 digits), `value` what JavaScript makes of it
 * @typedef {{kind: 'literal', value: boolean|null, revision: number}} JsonLiteral
 * @typedef {JsonObject|JsonArray|JsonString|JsonNumber|JsonLiteral} JsonNode `revision` counts how often
 *   the value has grown: who shows it knows by that whether there is something new
 */

/**
 * What can be missing in a text: a value, the name of a member, its colon, a comma or the end of an
 * object or array, the closing quote of a string, a known escape, the end of the text.
 *
 * @typedef {'value'|'name'|'colon'|'memberEnd'|'itemEnd'|'string'|'escape'|'end'} Expected
 */

/** A text is no JSON: what was expected, and where. */
export class JsonTextError extends SyntaxError {
  /**
   * @param {Expected} expected
   * @param {number} offset in UTF-16 units; the length of the text when it ends too early
   */
  constructor(expected, offset) {
    super(`Expected ${expected} at ${offset}`);
    this.name = 'JsonTextError';
    this.expected = expected;
    this.offset = offset;
  }
}

/**
 * Reads a JSON text exactly: it takes what `JSON.parse` takes, but loses neither the characters of a
 * number nor the order of members. Of members with the same name the last counts.
 *
 * @param {string} text
 * @returns {JsonNode}
 * @throws {JsonTextError}
 * @see https://www.rfc-editor.org/rfc/rfc8259
 */
export function parseJson(text) {
  return new Reader(text).document();
}

/**
 * Writes a value as JSON, each number as it was read.
 *
 * @param {JsonNode} node
 * @param {number} [indent] spaces per level; without it all stands on one line
 */
export function jsonText(node, indent = 0) {
  return written(node, ' '.repeat(indent), '\n');
}

function written(node, step, lineBreak) {
  switch (node.kind) {
    case 'string':
      return JSON.stringify(node.text);
    case 'number':
      return node.raw;
    case 'literal':
      return String(node.value);
    case 'array': {
      const inner = lineBreak + step;
      const items = node.items.map((item) => written(item, step, inner));
      return bracketed('[', items, ']', step, lineBreak);
    }
    case 'object': {
      const inner = lineBreak + step;
      const colon = step === '' ? ':' : ': ';
      const members = Array.from(
        node.members,
        ([name, member]) => JSON.stringify(name) + colon + written(member, step, inner),
      );
      return bracketed('{', members, '}', step, lineBreak);
    }
  }
}

function bracketed(open, parts, close, step, lineBreak) {
  if (step === '' || parts.length === 0) return open + parts.join(',') + close;
  return open + lineBreak + step + parts.join(`,${lineBreak}${step}`) + lineBreak + close;
}

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERAL = /true|false|null/y;
const LITERALS = { true: true, false: false, null: null };
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

class Reader {
  #text;
  #at = 0;

  constructor(text) {
    this.#text = text;
  }

  document() {
    const value = this.#value();
    if (this.#at < this.#text.length) this.#fail('end');
    return value;
  }

  /** Takes a value and the white space around it. */
  #value() {
    this.#take(SPACE);
    const value = this.#bareValue();
    this.#take(SPACE);
    return value;
  }

  #bareValue() {
    const next = this.#text[this.#at];
    if (next === '{') return this.#object();
    if (next === '[') return this.#array();
    if (next === '"') return { kind: 'string', text: this.#string(), revision: 0 };
    const raw = this.#take(NUMBER);
    if (raw !== '') return { kind: 'number', raw, value: Number(raw), revision: 0 };
    const literal = this.#take(LITERAL);
    if (literal === '') this.#fail('value');
    return { kind: 'literal', value: LITERALS[literal], revision: 0 };
  }

  #object() {
    const members = new Map();
    this.#at++;
    this.#take(SPACE);
    if (!this.#skip('}')) {
      do {
        this.#take(SPACE);
        if (this.#text[this.#at] !== '"') this.#fail('name');
        const name = this.#string();
        this.#take(SPACE);
        if (!this.#skip(':')) this.#fail('colon');
        members.set(name, this.#value());
      } while (this.#skip(','));
      if (!this.#skip('}')) this.#fail('memberEnd');
    }
    return { kind: 'object', members, revision: 0 };
  }

  #array() {
    const items = [];
    this.#at++;
    this.#take(SPACE);
    if (!this.#skip(']')) {
      do items.push(this.#value());
      while (this.#skip(','));
      if (!this.#skip(']')) this.#fail('itemEnd');
    }
    return { kind: 'array', items, revision: 0 };
  }

  #string() {
    const start = this.#at++;
    for (;;) {
      this.#take(PLAIN);
      if (this.#skip('"')) break;
      if (this.#text[this.#at] !== '\\') this.#fail('string');
      if (this.#take(ESCAPE) === '') this.#fail('escape');
    }
    return JSON.parse(this.#text.slice(start, this.#at));
  }

  /** @param {RegExp} pattern a sticky one @returns {string} what it matches here, perhaps nothing */
  #take(pattern) {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  #skip(character) {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  /** @param {Expected} expected */
  #fail(expected) {
    throw new JsonTextError(expected, this.#at);
  }
}
