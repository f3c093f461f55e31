/**
 * What is wrong with the text of a schema, in words.
 *
 * @param {import('./schema.js').SchemaProblem} problem
 * @param {(key: string, values?: Record<string, string|number>) => string} t
 */
export function problemWords(problem, t) {
  const { kind, expected } = problem;
  return t(`schema.${kind}`, { ...problem, expected: expected === undefined ? '' : t(`expected.${expected}`) });
}
