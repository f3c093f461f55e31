import { element } from '../page/dom.js';
import { icon } from '../page/icons.js';

/**
 * A button that shows a picture and is called by a name, which also shows on hovering.
 *
 * @param {Parameters<typeof icon>[0]} picture
 * @param {string} name
 * @param {() => void} onClick
 * @returns {HTMLButtonElement}
 */
export function iconButton(picture, name, onClick) {
  const button = element(
    'button',
    { type: 'button', className: 'icon-button', ariaLabel: name, title: name },
    icon(picture),
  );
  button.addEventListener('click', onClick);
  return button;
}
