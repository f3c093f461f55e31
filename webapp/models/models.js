/**
 * @typedef {object} ModelEntry
 * @property {string} id
 * @property {string} provider
 * @property {string[]} default_for
 * @property {boolean} configured
 */

/**
 * The models that can answer. The list is a convenience: when it cannot be read the server still
 * chooses its default, so a failure is an empty list.
 *
 * @param {typeof fetch} [ask]
 * @returns {Promise<ModelEntry[]>}
 */
export async function configuredModels(ask = fetch) {
  try {
    const response = await ask('api/models', { headers: { Accept: 'application/json' } });
    if (!response.ok) return [];
    const { models } = await response.json();
    return models.filter((model) => model.configured);
  } catch {
    return [];
  }
}

/**
 * @param {ModelEntry[]} models
 * @param {'chat'|'structured'} use
 * @returns {string|undefined} the id of the model that answers when none is asked for
 */
export function defaultModel(models, use) {
  return models.find((model) => model.default_for?.includes(use))?.id;
}
