/** @type {Map<string, Promise<CSSStyleSheet>>} */
const sheets = new Map();

/**
 * A style sheet for shadow trees, read once for all of them. A page whose policy allows no styles of another
 * origin may still take it so.
 *
 * @param {string} url
 * @returns {Promise<CSSStyleSheet>}
 */
export function sheetAt(url) {
  let sheet = sheets.get(url);
  if (sheet === undefined) {
    sheet = read(url);
    sheets.set(url, sheet);
    // The next one to ask may find the server again.
    sheet.catch(() => sheets.delete(url));
  }
  return sheet;
}

async function read(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`No style sheet at ${url}: status ${response.status}`);
  const sheet = new CSSStyleSheet({ baseURL: url });
  sheet.replaceSync(await response.text());
  return sheet;
}
