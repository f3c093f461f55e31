/**
 * Makes an element.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, unknown>} [properties] DOM properties, `role` and `ariaLabel` among them
 * @param {...(Node|string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/**
 * Brings an element's text to a new value. Text that only grew is appended: the browser then lays out
 * the new part, and what the reader has selected stays selected.
 *
 * @param {Element} target one that holds nothing but text
 * @param {string} text
 */
export function showText(target, text) {
  const node = target.firstChild;
  if (node instanceof Text && text.startsWith(node.data)) {
    if (text.length > node.length) node.appendData(text.slice(node.length));
  } else {
    target.textContent = text;
  }
}

/**
 * Shows a sentence of ours in which `backticks` mark code.
 *
 * @param {Element} target
 * @param {string} sentence
 */
export function showSentence(target, sentence) {
  const parts = sentence.split('`');
  target.replaceChildren(
    ...parts.map((part, index) => (index % 2 === 1 ? element('code', {}, part) : part)),
  );
}
