import { element, showText } from '../page/dom.js';
import { highlighted } from './highlight.js';

/** How long a button says that it has copied. */
const COPIED_MILLIS = 2_000;

/** @type {WeakMap<Element, CodeBlock>} */
const blocks = new WeakMap();

/**
 * A block of code, which may grow. Its text is in pieces, so that a browser lays out the last one alone when more comes.
 */
export class CodeBlock {
  /** The blocks within a node, or the one that it is. */
  static in(node) {
    const inner = [...node.querySelectorAll('.code-block')];
    return (node.matches('.code-block') ? [node] : inner).map((it) => blocks.get(it));
  }

  #texts;
  #language;
  #lines = element('code');
  #copy = element('button', { type: 'button', className: 'code-copy' });
  #text = '';
  #finished = false;
  #showsCopied = 0;

  /**
   * @param {import('./lexer.js').Token} token
   * @param {{copy: string, copied: string}} texts read whenever they are shown
   */
  constructor(token, texts) {
    // Behind the language there may be more.
    this.#language = (token.lang ?? '').trim().split(/\s/)[0];
    this.#texts = texts;
    this.#copy.part = 'code-copy';
    this.#copy.addEventListener('click', () => this.#copyAll());
    const language = element('span', { className: 'code-language' }, this.#language);
    language.part = 'code-language';
    this.element = element(
      'div',
      { className: 'code-block' },
      element('div', { className: 'code-head' }, language, this.#copy),
      element('pre', { tabIndex: 0 }, this.#lines),
    );
    this.element.part = 'code';
    blocks.set(this.element, this);
    this.showTexts();
    this.show(token.text);
  }

  showTexts() {
    this.#copy.textContent = this.#showsCopied === 0 ? this.#texts.copy : this.#texts.copied;
  }

  /**
   * @param {string} text the code as it is now
   * @returns {boolean} whether it can be shown: what is finished does not change
   */
  show(text) {
    if (text === this.#text) return true;
    if (this.#finished) return false;
    const pieces = this.#lines.children;
    if (!text.startsWith(this.#text)) this.#lines.replaceChildren();
    let shown = pieces.length === 0 ? 0 : this.#text.length - pieces[pieces.length - 1].textContent.length;
    let piece = pieces[pieces.length - 1] ?? this.#addPiece();
    for (;;) {
      const end = endOfPiece(text, shown);
      showText(piece, text.slice(shown, end));
      if (end === text.length) break;
      shown = end;
      piece = this.#addPiece();
    }
    this.#text = text;
    return true;
  }

  #addPiece() {
    const piece = element('span', { className: 'code-piece' });
    this.#lines.append(piece);
    return piece;
  }

  /** No more code comes: it can be coloured. */
  async finish() {
    if (this.#finished) return;
    this.#finished = true;
    try {
      const colours = await highlighted(this.#text, this.#language);
      if (colours !== undefined) this.#lines.replaceChildren(colours);
    } catch (failure) {
      console.warn('Code stays without colours: the highlighter could not be loaded.', failure);
    }
  }

  async #copyAll() {
    await copyText(this.#text, this.#copy);
    this.#showsCopied++;
    this.showTexts();
    setTimeout(() => {
      this.#showsCopied--;
      this.showTexts();
    }, COPIED_MILLIS);
  }
}

/** UTF-16 units. A line is never cut. */
const PIECE_LENGTH = 2_048;

function endOfPiece(text, start) {
  if (text.length - start <= PIECE_LENGTH) return text.length;
  const end = text.indexOf('\n', start + PIECE_LENGTH);
  return end === -1 ? text.length : end + 1;
}

/** Where a page is not served over https there is no clipboard, but the command that copies what is selected. */
async function copyText(text, near) {
  if (navigator.clipboard !== undefined) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const area = element('textarea', { value: text, className: 'code-copied', ariaHidden: 'true' });
  near.after(area);
  area.select();
  document.execCommand('copy');
  area.remove();
  near.focus();
}
