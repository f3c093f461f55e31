/**
 * @typedef {object} StructuredRequest
 * @property {string} url relative to the page
 * @property {RequestInit} init
 * @property {readonly string[]} places the members that are known before the answer begins
 * @property {{prompt: string, schema: string}} [ask] what the reader wrote; left out for the demo
 */

/** The built-in prompt, which asks for a title and a summary. @type {StructuredRequest} */
export const demoRequest = { url: 'helloworld', init: {}, places: ['title', 'summary'] };

/**
 * @param {object} ask
 * @param {string} ask.prompt
 * @param {string} ask.schema a JSON text; blank for an answer of any shape
 * @returns {StructuredRequest}
 */
export function generateRequest({ prompt, schema }) {
  const members = [`"prompt":${JSON.stringify(prompt)}`];
  // As it was written: parsed and written anew its numbers could be others.
  if (schema.trim() !== '') members.push(`"schema":${schema.trim()}`);
  members.push('"format":"increments"');
  return {
    url: 'api/generate',
    init: {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: `{${members.join(',')}}`,
    },
    places: [],
    ask: { prompt, schema },
  };
}
