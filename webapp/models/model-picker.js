import { element } from '../page/dom.js';
import { defaultModel } from './models.js';

/**
 * A choice of model, visible only when there is one to make.
 * State in: `models`. State out: `value`. News out: `change`, which bubbles from the select.
 */
class RunnelModelPicker extends HTMLElement {
  /** @param {import('./models.js').ModelEntry[]} models those that are configured */
  set models(models) {
    const byDefault = defaultModel(models, 'chat');
    this.#select.replaceChildren(
      ...models.map(({ id }) => element('option', { value: id, selected: id === byDefault }, id)),
    );
    this.hidden = models.length < 2;
  }

  /** @returns {string|undefined} undefined leaves the choice to the server */
  get value() {
    return this.hidden ? undefined : this.#select.value;
  }

  get #select() {
    return this.querySelector('select');
  }
}

customElements.define('runnel-model-picker', RunnelModelPicker);
