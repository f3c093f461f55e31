import { element, showText } from '../page/dom.js';
import { GrowingBlocks } from './blocks.js';
import { CodeBlock } from './code-block.js';
import { drawBlock } from './drawn.js';
import { MAX_MARKDOWN_LENGTH } from './limits.js';

const TEXTS = { copy: 'Copy', copied: 'Copied' };

/**
 * Shows Markdown that a model is still writing. Blocks that are finished keep their nodes; only the last one is drawn
 * again. When the text has ended the page shows what it says as a whole. Nothing in a text runs, loads or styles
 * anything: see `nodes.js`.
 *
 * A look comes with `markdown.css`; the target needs the class `markdown`, which it is given here. Calling `update`
 * once per frame is enough.
 */
export class StreamingMarkdown {
  #target;
  #blocks = new GrowingBlocks();
  /** The text so far, and as much of it as the blocks have: with `\n` alone at the ends of lines. */
  #text = '';
  #taken = 0;
  #ended = false;
  /** @type {import('./drawn.js').Drawn[]} */
  #drawn = [];
  #plain = new Text();
  #beyond = element('p', { className: 'as-written' });
  #context;

  /**
   * @param {Element} target an empty element, whose children belong to this object
   * @param {{texts?: {copy?: string, copied?: string}, topLevel?: number}} [options] the words on the button of a code
   *   block, before and after; the level of the answer's first headings, 3 if not given
   */
  constructor(target, { texts = {}, topLevel = 3 } = {}) {
    this.#target = target;
    this.#context = { topLevel, texts: { ...TEXTS, ...texts } };
    target.classList.add('markdown');
  }

  set texts(texts) {
    Object.assign(this.#context.texts, texts);
    for (const block of CodeBlock.in(this.#target)) block.showTexts();
  }

  /**
   * @param {string} text all of it: what was given before, or a longer one; any other starts anew
   * @param {{ended?: boolean}} [options] whether no more will come
   */
  update(text, { ended = false } = {}) {
    if (this.#ended && ended && text === this.#text) return;
    if (this.#ended || !text.startsWith(this.#text)) this.#restart();
    this.#text = text;
    this.#ended = ended;
    const more = this.#take();
    if (ended) {
      this.#show(this.#blocks.end(more));
      for (const it of this.#drawn) it.finish();
    } else if (more !== '') {
      this.#show(this.#blocks.append(more));
    }
    this.#showBeyond();
  }

  #restart() {
    this.#blocks = new GrowingBlocks();
    this.#taken = 0;
    this.#drawn = [];
    this.#target.replaceChildren();
  }

  /** What the blocks do not have yet. */
  #take() {
    let end = Math.min(this.#text.length, MAX_MARKDOWN_LENGTH);
    // A line may end with two characters.
    if (!this.#ended && this.#text[end - 1] === '\r') end--;
    const more = this.#text.slice(this.#taken, end);
    this.#taken = Math.max(this.#taken, end);
    return more.replace(/\r\n?/g, '\n').replaceAll('\0', '\uFFFD');
  }

  #showBeyond() {
    if (this.#taken < MAX_MARKDOWN_LENGTH) return;
    showText(this.#beyond, this.#text.slice(this.#taken));
    this.#target.append(this.#beyond);
  }

  #show(change) {
    switch (change.type) {
      case 'plain':
        if (this.#plain.parentNode === null) this.#drawn.at(-1)?.lastText().append(this.#plain);
        this.#plain.appendData(change.text);
        break;
      case 'code':
        this.#drawn.at(-1).show({ type: 'code', text: change.text });
        break;
      default:
        this.#plain.remove();
        this.#plain.data = '';
        this.#draw(change);
    }
  }

  #draw({ from, tokens, references }) {
    for (const it of this.#drawn.slice(0, from)) it.finish();
    tokens.forEach((token, index) => {
      const drawn = this.#drawn[from + index];
      if (drawn?.show(token, references)) return;
      const made = drawBlock(token, references, this.#context);
      if (drawn === undefined) this.#target.append(made.node);
      else drawn.node.replaceWith(made.node);
      this.#drawn[from + index] = made;
    });
    for (const it of this.#drawn.splice(from + tokens.length)) it.node.remove();
  }
}
