import { decodeEntities } from './entities.js';

const PROTOCOLS = new Set(['http:', 'https:', 'mailto:']);

/**
 * Where a link of a model may lead: to another site or a mail program, as an absolute address. Nothing that runs, and
 * nothing on the site that the page belongs to: that would act in the reader's name.
 *
 * @param {string} destination as it is written
 * @returns {string|undefined} the address as a browser understands it, or nothing
 */
export function safeAddress(destination) {
  let url;
  try {
    url = new URL(decodeEntities(destination));
  } catch {
    // Not an absolute address: the text is shown as it was written.
    return undefined;
  }
  return PROTOCOLS.has(url.protocol) ? url.href : undefined;
}
