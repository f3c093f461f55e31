import { element } from '../page/dom.js';

/**
 * A table that is brought up to date in place: what has not changed is not touched, so that a selection
 * and the keyboard's place stay where they are.
 * State in: `show(…)`. The rows' buttons are made by the caller.
 */
class RunnelAdminTable extends HTMLElement {
  #count = element('span', { className: 'count' });
  #title = element('span');
  #head = element('tr', { role: 'row' });
  #body = element('tbody', { role: 'rowgroup' });
  // Not in a caption: a table has no children that take the keyboard.
  #heading = element('h2', { className: 'table-heading', tabIndex: -1 }, this.#title, this.#count);
  #table = element(
    'table',
    { role: 'table', className: 'table' },
    element('thead', { role: 'rowgroup' }, this.#head),
    this.#body,
  );
  /** @type {Map<string, {row: HTMLTableRowElement, drawn: string[], action?: HTMLElement}>} */
  #rows = new Map();
  #nothing = element('td', { role: 'cell', className: 'table__empty' });

  connectedCallback() {
    this.#heading.id = `${this.id}-heading`;
    this.#table.setAttribute('aria-labelledby', this.#heading.id);
    this.append(this.#heading, this.#table);
  }

  disconnectedCallback() {
    this.#heading.remove();
    this.#table.remove();
  }

  /**
   * @param {import('./tables.js').Table} table
   * @param {any[]} items
   * @param {import('./words.js').Words} words
   * @param {object} [more]
   * @param {any} [more.context]
   * @param {number} [more.count] how many there are, when not all are listed
   * @param {string} [more.empty] what is said when there are none, instead of the table's own words
   * @param {(item: any) => HTMLElement} [more.makeAction] makes the control at the end of a row
   * @param {(action: HTMLElement, item: any) => void} [more.showAction] brings it up to date
   */
  show(table, items, words, more = {}) {
    const { count = items.length, empty = words.t(table.empty), makeAction, showAction } = more;
    this.#title.textContent = words.t(table.caption);
    this.#count.textContent = words.number(count);
    this.#count.hidden = count === 0;
    this.#table.classList.toggle('table--empty', items.length === 0);
    const columns = makeAction === undefined ? table.columns : [...table.columns, { label: 'admin.action', number: true }];
    this.#showHead(columns, words);
    this.#forgetRowsBut(new Set(items.map(table.key)));
    items.forEach((item, index) => {
      const known = this.#rowOf(table.key(item), () => makeAction?.(item));
      showCells(known, table.cells(item, words, more.context), columns, words);
      if (known.action !== undefined) showAction?.(known.action, item);
      if (this.#body.children[index] !== known.row) {
        this.#body.insertBefore(known.row, this.#body.children[index] ?? null);
      }
    });
    this.#showNothing(items.length === 0, empty, columns.length);
  }

  #showHead(columns, { t }) {
    const labels = columns.map(({ label }) => t(label));
    if ([...this.#head.children].map((cell) => cell.textContent).join('\n') === labels.join('\n')) return;
    this.#head.replaceChildren(
      ...columns.map(({ number }, index) =>
        element(
          'th',
          { role: 'columnheader', scope: 'col', className: number ? 'table__number' : '' },
          labels[index],
        ),
      ),
    );
  }

  #rowOf(key, makeAction) {
    let known = this.#rows.get(key);
    if (known === undefined) {
      known = { row: element('tr', { role: 'row' }), drawn: [], action: makeAction() };
      this.#rows.set(key, known);
    }
    return known;
  }

  #forgetRowsBut(keys) {
    for (const [key, { row }] of this.#rows) {
      if (keys.has(key)) continue;
      this.#rows.delete(key);
      const held = row.contains(document.activeElement);
      row.remove();
      // The keyboard's place is not lost, and not on another row's button either: Enter may come once more.
      if (held) this.#heading.focus();
    }
  }

  #showNothing(nothing, text, span) {
    if (!nothing) {
      this.#nothing.parentElement?.remove();
      return;
    }
    this.#nothing.colSpan = span;
    if (this.#nothing.textContent !== text) this.#nothing.textContent = text;
    if (this.#nothing.parentElement === null) {
      this.#body.append(element('tr', { role: 'row' }, this.#nothing));
    }
  }
}

function showCells(known, cells, columns, { t }) {
  const { row, drawn, action } = known;
  columns.forEach(({ label, number }, index) => {
    let cell = row.children[index];
    if (cell === undefined) {
      cell =
        index === 0
          ? element('th', { role: 'rowheader', scope: 'row' })
          : element('td', { role: 'cell', className: number ? 'table__number' : '' });
      row.append(cell);
      if (index === cells.length) cell.append(action);
    }
    cell.dataset.label = t(label);
    if (index === cells.length) return;
    const now = JSON.stringify(cells[index]);
    if (drawn[index] === now) return;
    drawn[index] = now;
    cell.replaceChildren(...cells[index].map(part));
  });
}

function part({ text, kind }) {
  return element(kind === 'code' ? 'code' : 'span', { className: `part part--${kind ?? 'plain'}` }, text);
}

customElements.define('runnel-admin-table', RunnelAdminTable);
