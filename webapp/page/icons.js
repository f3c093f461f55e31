const SVG = 'http://www.w3.org/2000/svg';

/** Lines in a square of 24, drawn here; each is one path. */
const PATHS = {
  send: 'M12 19V5M5.5 11.5 12 5l6.5 6.5',
  stop: 'M7 7h10v10H7z',
  copy: 'M9 9h10v11H9zM15 9V4.5H5V15h4',
  done: 'M5 12.5 10 17.5 19 7',
  again: 'M19.5 12a7.5 7.5 0 1 1-2.2-5.3L20 9M20 4.5V9h-4.5',
  edit: 'M4.5 19.5 5.6 15 15.8 4.8l3.4 3.4L9 18.4zM13.5 7l3.4 3.4',
  chats: 'M4 5.5h16v13H4zM9.5 5.5v13',
  plus: 'M12 5.5v13M5.5 12h13',
  remove: 'M5 7h14M9.5 7V4.5h5V7M7 7l.8 12.5h8.4L17 7M10.5 10.5v5.5M13.5 10.5v5.5',
  download: 'M12 4.5v10.5M7.5 11l4.5 4.5L16.5 11M5 19.5h14',
  close: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  chat: 'M4.5 5.5h15v10.5h-8l-4.5 4v-4h-2.5z',
  down: 'M12 5v13M6 12.5l6 6 6-6',
};

/**
 * A picture that says what a control does to those who see it; its name is said elsewhere.
 *
 * @param {keyof typeof PATHS} name
 * @returns {SVGSVGElement}
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}
