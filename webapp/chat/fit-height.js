/**
 * Makes a box as high as its text; the style sheet says where that ends.
 *
 * @param {HTMLTextAreaElement} box
 */
export function fitHeight(box) {
  box.style.height = 'auto';
  box.style.height = `${box.scrollHeight}px`;
}
