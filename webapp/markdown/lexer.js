import { Lexer, Tokenizer, getDefaults } from '../vendor/marked/marked.esm.js';
import { BEFORE_OPENING, CJK_CHARACTER, NEXT_RUN, OPENING } from './cjk.js';
import {
  MAX_ADDRESS_LENGTH,
  MAX_BLOCK_DEPTH,
  MAX_DEFINITIONS,
  MAX_INLINE_DEPTH,
  MAX_SEARCHED_LENGTH,
  MAX_TABLE_COLUMNS,
  MAX_WORD_LENGTH,
} from './limits.js';

/**
 * GitHub Flavored Markdown as marked reads it, but for what people who write Chinese expect, and within bounds.
 * Tokens are marked's, see its `Tokens` types. Needs no DOM.
 *
 * @see https://github.github.com/gfm/
 * @see https://marked.js.org/using_pro#lexer
 * @typedef {{type: string, raw: string, [member: string]: any}} Token
 */

const BLANK_LINE = /\n[ \t]*\n/;

/*
 * Links in the form of marked's rules. Marked's own take cubic time to find that there is no link, and exponential time
 * for a label with many backticks: here a run of those is never divided, a title follows a space, as CommonMark asks, and
 * destination and title have limits.
 */
const LABEL = '(?:\\[(?:\\\\[\\s\\S]|[^\\[\\]\\\\])*\\]|\\\\[\\s\\S]|`+(?!`)[^`]*`+(?!`)|[^\\[\\]\\\\`])*?';
const REFERENCE = '(?!\\s*\\])(?:\\\\[\\s\\S]|[^\\[\\]\\\\])+';
const DESTINATION = `<(?:\\\\.|[^\\n<>\\\\])+>|[^ \\t\\n\\x00-\\x1f]{0,${MAX_ADDRESS_LENGTH}}`;
const TITLE = ['"(?:\\\\"?|[^"\\\\])#"', "'(?:\\\\'?|[^'\\\\])#'", '\\((?:\\\\\\)?|[^)\\\\])#\\)']
  .join('|')
  .replaceAll('#', `{0,${MAX_ADDRESS_LENGTH}}`);
const SPACE_BEFORE_TITLE = '(?:[ \\t]+(?:\\n[ \\t]*)?|\\n[ \\t]*)';
const LINK = new RegExp(`^!?\\[(${LABEL})\\]\\(\\s*(${DESTINATION})(?:${SPACE_BEFORE_TITLE}(${TITLE}))?\\s*\\)`);
const REFERENCE_LINK = new RegExp(`^!?\\[(${LABEL})\\]\\[(${REFERENCE})\\]`);
const ANY_REFERENCE = new RegExp(
  `!?\\[(${LABEL})\\]\\[(${REFERENCE})\\]|!?\\[(${REFERENCE})\\](?:\\[\\])?(?!\\()`,
  'g',
);

class BoundedTokenizer extends Tokenizer {
  #depth = 0;
  #definitions = 0;
  #searchedLength = 0;

  blockquote(src) {
    return this.#nested(() => super.blockquote(src));
  }

  list(src) {
    return this.#nested(() => super.list(src));
  }

  #nested(read) {
    if (this.#depth === MAX_BLOCK_DEPTH) return undefined;
    this.#depth++;
    try {
      return read();
    } finally {
      this.#depth--;
    }
  }

  table(src) {
    // The first line is the header: counted before any cell is made.
    const header = src.slice(0, (src.indexOf('\n') + 1 || src.length + 1) - 1);
    return header.split('|').length - 1 > MAX_TABLE_COLUMNS ? undefined : super.table(src);
  }

  /** A definition has no blank line in it: marked lets its label and its title have some. */
  def(src) {
    if (this.#definitions === MAX_DEFINITIONS) return undefined;
    const token = super.def(src);
    if (token === undefined || BLANK_LINE.test(token.raw.trimEnd())) return undefined;
    this.#definitions++;
    return token;
  }

  emStrong(src, masked, before) {
    this.rules = src.startsWith('*') ? this.lexer.wideRules : this.lexer.gfmRules;
    return /^[*_]/.test(src) ? this.#searched(src, () => super.emStrong(src, masked, before)) : undefined;
  }

  codespan(src) {
    return src.startsWith('`') ? this.#searched(src, () => super.codespan(src)) : undefined;
  }

  /** With two tildes: one is a range in Chinese, 3~5 天. */
  del(src) {
    return src.startsWith('~~') ? this.#searched(src, () => super.del(src)) : undefined;
  }

  /** What is never closed has all the rest searched for its end. */
  #searched(src, read) {
    if (this.#searchedLength > MAX_SEARCHED_LENGTH) return undefined;
    const token = read();
    this.#searchedLength += token === undefined ? src.length : token.raw.length;
    return token;
  }

  /** A bare address ends where Chinese goes on: nobody writes a space there. */
  url(src) {
    const token = super.url(src);
    const end = token === undefined ? -1 : token.raw.search(CJK_CHARACTER);
    return end === -1 ? token : super.url(src.slice(0, end));
  }
}

class BoundedLexer extends Lexer {
  #depth = 0;

  constructor() {
    super({ ...getDefaults(), gfm: true, tokenizer: new BoundedTokenizer() });
    const { rules } = this.tokenizer;
    this.gfmRules = { ...rules, inline: { ...rules.inline, link: LINK, reflink: REFERENCE_LINK, reflinkSearch: ANY_REFERENCE } };
    this.wideRules = {
      ...rules,
      inline: {
        ...this.gfmRules.inline,
        emStrongLDelim: OPENING,
        emStrongRDelimAst: NEXT_RUN,
        punctuation: BEFORE_OPENING,
      },
    };
    this.tokenizer.rules = this.gfmRules;
  }

  inlineTokens(src, tokens = []) {
    if (this.#depth === MAX_INLINE_DEPTH || LONG_WORD.test(src)) {
      tokens.push({ type: 'text', raw: src, text: src, plain: true });
      return tokens;
    }
    this.#depth++;
    try {
      return super.inlineTokens(src, tokens);
    } finally {
      this.#depth--;
    }
  }
}

/** What could be the start of an e-mail address: marked reads it again from each of its characters. */
const LONG_WORD = new RegExp(`[a-zA-Z0-9.!#$%&'*+/=?_\`{|}~-]{${MAX_WORD_LENGTH}}`);

/**
 * The blocks of a text.
 *
 * @param {string} text with \n alone at the ends of lines
 * @returns {{tokens: Token[], references: boolean}} tokens whose `raw` is the text again; and whether there are
 *   definitions of links, which other blocks may refer to
 */
export function lex(text) {
  const lexer = new BoundedLexer();
  const tokens = lexer.lex(text);
  return { tokens: [...tokens], references: Object.keys(tokens.links).length > 0 };
}

/**
 * What is in a paragraph, a heading or a cell.
 *
 * @param {string} text
 * @returns {Token[]}
 */
export function lexInline(text) {
  return new BoundedLexer().inlineTokens(text);
}
