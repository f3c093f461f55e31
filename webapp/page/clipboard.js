/**
 * Puts a text on the clipboard. Pages on plain http have no `navigator.clipboard`: there a selection is copied.
 *
 * @param {string} text
 * @param {Node} beside something in the tree that has the focus: a place for the selection
 * @returns {Promise<boolean>} whether the browser did it
 */
export async function copyText(text, beside) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelection(text, beside); // Missing, or forbidden: the older way may still be open.
  }
}

function copySelection(text, beside) {
  const focused = beside.getRootNode().activeElement;
  const box = document.createElement('textarea');
  box.className = 'visually-hidden';
  box.value = text;
  beside.parentNode.append(box);
  box.select();
  try {
    return document.execCommand('copy');
  } finally {
    box.remove();
    focused?.focus();
  }
}
