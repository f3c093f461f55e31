import { element } from '../page/dom.js';
import { labelOf } from './label.js';

/**
 * @typedef {import('../structured/json.js').JsonNode} JsonNode
 * @typedef {import('./field-view.js').FieldView} FieldView
 */

/**
 * A list of flat objects as a table, and where it is narrow each of them as a card: there the style hides the
 * head, and each cell shows its name. The roles are said, because as blocks the elements would lose them.
 */
export class TableContent {
  kind = 'array';
  /** @type {Map<string, RowView>} */
  fields = new Map();
  element = element('div', { className: 'table' });
  #owner;
  #head = element('tr', { role: 'row' });
  #body = element('tbody', { role: 'rowgroup' });
  /** @type {string[]} */
  #columns = [];

  /**
   * @param {FieldView} owner
   * @param {string[]} columns the names that are known from the beginning
   */
  constructor(owner, columns) {
    this.#owner = owner;
    this.element.part.add('value', 'table');
    this.element.dataset.empty = owner.form.t('fields.emptyArray');
    const table = element(
      'table',
      { role: 'table' },
      element('thead', { role: 'rowgroup' }, this.#head),
      this.#body,
    );
    this.element.append(table);
    for (const name of columns) this.#addColumn(name);
  }

  get width() {
    return this.#columns.length;
  }

  show({ items }) {
    this.element.classList.toggle('table--empty', items.length === 0);
    items.forEach((node, index) => {
      (this.fields.get(String(index)) ?? this.#addRow(index)).show(node);
    });
  }

  /** @param {string} name of a member that the schema may not have named */
  columnOf(name) {
    const column = this.#columns.indexOf(name);
    return column >= 0 ? column : this.#addColumn(name);
  }

  /** @param {number} column @param {RowView} row @param {import('./outline.js').Outline} [outline] */
  newCell(column, row, outline) {
    const name = this.#columns[column];
    // On a narrow page; for screen readers the head is still there.
    const label = element('span', { className: 'cell__label', ariaHidden: 'true', dir: 'auto' }, labelOf(name, outline));
    const slot = element('div', { className: 'slot' });
    const own = element('td', { className: 'cell', role: 'cell' }, label, slot);
    own.part.add('cell');
    own.classList.toggle('numeric', outline?.isNumber === true);
    return this.#owner.newInner({ element: own, slot, parent: row, token: name, outline });
  }

  #addColumn(name) {
    const outline = this.#owner.outline?.item(0)?.member(name);
    const head = element('th', { role: 'columnheader', scope: 'col', dir: 'auto' }, labelOf(name, outline));
    head.part.add('label');
    if (outline?.title === undefined) head.classList.add('label--name');
    head.classList.toggle('numeric', outline?.isNumber === true);
    this.#head.append(head);
    return this.#columns.push(name) - 1;
  }

  #addRow(index) {
    const row = new RowView(this, this.#owner, index);
    this.fields.set(String(index), row);
    this.#body.append(row.element);
    return row;
  }
}

/** One item of a table. It does what a {@link FieldView} does. */
class RowView {
  element = element('tr', { role: 'row', className: 'row' });
  #table;
  #owner;
  #index;
  #outline;
  /** @type {Map<string, FieldView>} */
  #cells = new Map();
  /** @type {FieldView|undefined} what is there instead of an object */
  #other;
  #revision = -1;
  /** @type {HTMLElement|undefined} */
  #end;

  constructor(table, owner, index) {
    this.#table = table;
    this.#owner = owner;
    this.#index = index;
    this.#outline = owner.outline?.item(index);
    this.element.part.add('row');
  }

  get pointer() {
    return `${this.#owner.pointer}/${this.#index}`;
  }

  get depth() {
    return this.#owner.depth + 1;
  }

  /** @param {JsonNode} node */
  show(node) {
    if (node.revision === this.#revision) return;
    this.#revision = node.revision;
    if (node.kind !== 'object') {
      this.#other ??= this.#wide();
      this.#other.show(node);
      return;
    }
    for (const [name, member] of node.members) this.#cell(name).show(member);
  }

  child(token) {
    return this.#other === undefined ? this.#cells.get(token) : this.#other.child(token);
  }

  set writing(writing) {
    if (this.#other !== undefined) this.#other.writing = writing;
    else this.element.classList.toggle('writing', writing);
  }

  addViolation(...words) {
    this.#end ??= this.#newEnd();
    const violation = element('p', { className: 'violation' }, element('span', { dir: 'auto' }, ...words));
    violation.part.add('violation');
    this.#end.append(violation);
    this.element.classList.add('violated');
  }

  removeViolations() {
    this.#end?.remove();
    this.#end = undefined;
    this.element.classList.remove('violated');
  }

  /** What is said of the whole row stands behind its last value. */
  #newEnd() {
    const end = element('div', {});
    const last = this.element.lastElementChild ?? this.element.appendChild(element('td', { role: 'cell' }));
    last.append(end);
    return end;
  }

  #cell(name) {
    const known = this.#cells.get(name);
    if (known !== undefined) return known;
    const column = this.#table.columnOf(name);
    // A cell that has its own column, even when the model writes members in another order.
    while (this.element.children.length <= column) {
      this.element.append(element('td', { className: 'cell cell--none', role: 'cell' }));
    }
    const cell = this.#table.newCell(column, this, this.#outline?.member(name));
    this.element.children[column].replaceWith(cell.element);
    this.#cells.set(name, cell);
    return cell;
  }

  #wide() {
    const own = element('td', { className: 'cell cell--wide', role: 'cell', colSpan: this.#table.width });
    const slot = element('div', { className: 'slot' });
    own.append(slot);
    this.element.replaceChildren(own);
    return this.#owner.newInner({ element: own, slot, token: String(this.#index), outline: this.#outline });
  }
}
