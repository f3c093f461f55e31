import { problemWords } from '../structured/problem-words.js';
import { problemOf } from '../structured/schema.js';
import { generateRequest } from '../structured/request.js';

/**
 * @typedef {import('../structured/request.js').StructuredRequest} StructuredRequest
 * @typedef {import('../failure/failure.js').Failure} Failure
 */

/**
 * What a page asks for, checked as far as that can be done here.
 *
 * @param {object} ask
 * @param {string} ask.prompt
 * @param {string} ask.schema a JSON text, or blank
 * @param {string} [ask.model]
 * @param {(key: string, values?: Record<string, string|number>) => string} t
 * @returns {{request: StructuredRequest}|{failure: Failure}}
 */
export function requestOf({ prompt, schema, model }, t) {
  if (prompt.trim() === '') {
    return { failure: { code: 'prompt_missing', message: t('failure.prompt_missing'), retryable: false } };
  }
  const problem = problemOf(schema);
  if (problem === undefined) return { request: generateRequest({ prompt, schema, model }) };
  return { failure: { code: 'schema_unreadable', message: problemWords(problem, t), retryable: false } };
}
