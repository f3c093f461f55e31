import { element, showText } from '../page/dom.js';
import { secondsText } from '../page/usage.js';

/** A long answer has many thousand events; the page keeps the last of them. */
const MAX_ROWS = 2000;

/**
 * The events of a stream as they came, each with its time since the beginning.
 * State in: `begin()` and `add(raw)`, drawn by `draw()`. The number of events goes into the element
 * that `data-count` names.
 */
class RunnelEventList extends HTMLElement {
  // It scrolls by itself, so the keyboard must be able to reach it.
  #list = element('ol', { className: 'events', tabIndex: 0 });
  /** @type {{raw: string, atMillis: number}[]} events that are not drawn yet */
  #waiting = [];
  #beganAtMillis = 0;
  #count = 0;
  /** What is folded away is drawn when it is unfolded. @type {HTMLDetailsElement|null} */
  #fold = null;
  #drawUnfolded = () => this.draw();

  connectedCallback() {
    this.append(this.#list);
    this.#fold = this.closest('details');
    this.#fold?.addEventListener('toggle', this.#drawUnfolded);
  }

  disconnectedCallback() {
    this.#fold?.removeEventListener('toggle', this.#drawUnfolded);
    this.#fold = null;
    this.#list.remove();
  }

  begin() {
    this.#beganAtMillis = performance.now();
    this.#waiting = [];
    this.#count = 0;
    this.#list.replaceChildren();
  }

  /** @param {string} raw the data of one event */
  add(raw) {
    this.#count++;
    this.#waiting.push({ raw, atMillis: performance.now() - this.#beganAtMillis });
    if (this.#waiting.length >= 2 * MAX_ROWS) this.#waiting.splice(0, MAX_ROWS);
  }

  draw() {
    showText(document.getElementById(this.dataset.count), String(this.#count));
    if (this.#fold?.open !== false && this.#waiting.length > 0) this.#drawRows();
  }

  #drawRows() {
    const rows = this.#waiting.splice(0).slice(-MAX_ROWS).map(row);
    const list = this.#list;
    const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 24;
    for (let extra = list.children.length + rows.length - MAX_ROWS; extra > 0; extra--) {
      list.firstChild.remove();
    }
    list.append(...rows);
    if (atEnd) list.scrollTop = list.scrollHeight;
  }
}

function row({ raw, atMillis }) {
  return element(
    'li',
    {},
    element('span', { className: 'events__time' }, `${secondsText(atMillis)} s`),
    element('code', { className: 'events__data' }, raw),
  );
}

customElements.define('runnel-event-list', RunnelEventList);
