/** So long a browser may take to read what is saved. */
const READ_MILLIS = 60_000;

/**
 * Offers a text to the reader as a file.
 *
 * @param {{name: string, type: string, text: string}} file
 */
export function saveFile({ name, type, text }) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), READ_MILLIS);
}
