/** An answer's text, shown as it is. */
export class StreamingMarkdown {
  #target;

  /** @param {HTMLElement} target @param {{texts?: Record<string, string>}} [options] */
  constructor(target) {
    this.#target = target;
    target.classList.add('markdown--plain');
  }

  /** @param {string} text @param {{ended: boolean}} state */
  update(text) {
    const node = this.#target.firstChild;
    if (node instanceof Text && text.startsWith(node.data)) node.appendData(text.slice(node.length));
    else this.#target.textContent = text;
  }
}
