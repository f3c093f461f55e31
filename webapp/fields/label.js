/** A longer name of a field is cut where it is shown. */
export const MAX_LABEL_CHARS = 120;

/**
 * What a field is called: by its schema, or else by the name of the member.
 *
 * @param {string} name
 * @param {import('./outline.js').Outline} [outline]
 */
export function labelOf(name, outline) {
  const label = outline?.title ?? (name === '' ? '""' : name);
  if (label.length <= MAX_LABEL_CHARS) return label;
  const characters = [...label.slice(0, 2 * MAX_LABEL_CHARS + 2)];
  if (characters.length <= MAX_LABEL_CHARS) return label;
  return `${characters.slice(0, MAX_LABEL_CHARS).join('')}…`;
}
