/**
 * @typedef {object} StructuredRequest
 * @property {string} url relative to the page
 * @property {RequestInit} init
 * @property {{prompt: string, schema: string, model?: string}} [ask] what was asked for; left out for the demo
 */

/** The built-in prompt, which asks for a title and a summary. @type {StructuredRequest} */
export const demoRequest = { url: 'helloworld', init: {} };

/**
 * @param {object} ask
 * @param {string} ask.prompt
 * @param {string} ask.schema a JSON text; blank for an answer of any shape
 * @param {string} [ask.model] the server's default one if left out
 * @returns {StructuredRequest}
 */
export function generateRequest({ prompt, schema, model }) {
  const members = [`"prompt":${JSON.stringify(prompt)}`];
  // As it was written: parsed and written anew its numbers could be others.
  if (schema.trim() !== '') members.push(`"schema":${schema.trim()}`);
  if (model !== undefined) members.push(`"model":${JSON.stringify(model)}`);
  members.push('"format":"increments"');
  return {
    url: 'api/generate',
    init: {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: `{${members.join(',')}}`,
    },
    ask: model === undefined ? { prompt, schema } : { prompt, schema, model },
  };
}
