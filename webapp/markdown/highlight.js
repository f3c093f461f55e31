import { MAX_HIGHLIGHTED_LENGTH } from './limits.js';

/** The names by which code is marked, and by which highlight.js knows it. A test holds them against the module. */
export const LANGUAGES = new Set(
  (
    'bash sh zsh c h cpp cc c++ h++ hpp hh hxx cxx csharp cs c# css diff patch go golang graphql gql ini toml java jsp ' +
    'javascript js jsx mjs cjs json jsonc kotlin kt kts less lua pluto makefile mk mak make markdown md mkdown mkd ' +
    'objectivec mm objc obj-c obj-c++ objective-c++ perl pl pm php php-template plaintext text txt python py gyp ' +
    'ipython python-repl pycon r ruby rb gemspec podspec thor irb rust rs scss shell console shellsession sql swift ' +
    'typescript ts tsx mts cts vbnet vb wasm xml html xhtml rss atom xjb xsd xsl plist wsf svg yaml yml'
  ).split(' '),
);

/** What the sheet has a colour for. */
const SCOPES = new Set([
  'addition', 'attr', 'attribute', 'built_in', 'bullet', 'char', 'class', 'code', 'comment', 'deletion', 'doctag',
  'emphasis', 'function', 'keyword', 'link', 'literal', 'meta', 'name', 'number', 'operator', 'params', 'property',
  'punctuation', 'quote', 'regexp', 'section', 'selector-attr', 'selector-class', 'selector-id', 'selector-pseudo',
  'selector-tag', 'string', 'strong', 'subst', 'symbol', 'tag', 'template-tag', 'template-variable', 'title', 'type',
  'variable',
]);

/** @type {Promise<{default: any}>|undefined} */
let loading;

/**
 * Code in colours. The highlighter is loaded when it is first needed.
 *
 * @param {string} code
 * @param {string} language as it is marked
 * @returns {Promise<DocumentFragment|undefined>} nothing for a language that is not known, or for code so long that the
 *   page would stand still
 */
export async function highlighted(code, language) {
  const name = language.toLowerCase();
  if (!LANGUAGES.has(name) || code.length > MAX_HIGHLIGHTED_LENGTH) return undefined;
  loading ??= import('../vendor/highlight/highlight.js');
  let highlighter;
  try {
    highlighter = (await loading).default;
  } catch (failure) {
    // The next block tries again.
    loading = undefined;
    throw failure;
  }
  // The highlighter makes HTML; the tree that it makes it from is all that is used.
  const { _emitter: tree } = highlighter.highlight(code, { language: name, ignoreIllegals: true });
  const fragment = document.createDocumentFragment();
  fragment.append(...tree.root.children.map(nodeOf));
  return fragment;
}

function nodeOf(part) {
  if (typeof part === 'string') return document.createTextNode(part);
  const span = document.createElement('span');
  const scope = part.scope?.split('.')[0];
  if (SCOPES.has(scope)) span.className = `code-${scope}`;
  span.append(...part.children.map(nodeOf));
  return span;
}
