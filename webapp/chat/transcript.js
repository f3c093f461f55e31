import { element } from '../page/dom.js';
import { TurnView } from './turn-view.js';

/** The turns of a conversation, oldest first. */
export class Transcript {
  element = element('div', { className: 'transcript' });
  #parts;
  /** @type {Map<number, TurnView>} */
  #views = new Map();
  #of;

  /** @param {ConstructorParameters<typeof TurnView>[1]} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /**
   * @param {object} of the conversation whose turns they are: another one's have the same numbers
   * @param {import('./conversation.js').Turn[]} turns
   */
  update(of, turns) {
    const ids = new Set(of === this.#of ? turns.map(({ id }) => id) : []);
    this.#of = of;
    for (const [id, view] of this.#views) {
      if (ids.has(id)) continue;
      view.element.remove();
      this.#views.delete(id);
    }
    for (const turn of turns) {
      const view = this.#views.get(turn.id) ?? this.#add(turn);
      view.update(turn, { latest: turn === turns.at(-1) });
    }
  }

  #add(turn) {
    const view = new TurnView(turn, this.#parts);
    this.#views.set(turn.id, view);
    this.element.append(view.element);
    return view;
  }
}
