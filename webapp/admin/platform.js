import { browserPlatform } from '../streams/platform.js';

/**
 * The browser, from a page that lives one folder below the others: what they ask for relative to
 * themselves, such as `api/…`, lies one folder up.
 *
 * @type {import('../streams/platform.js').Platform}
 */
export const adminPlatform = {
  ...browserPlatform,
  fetch: (url, init) => browserPlatform.fetch(`../${url}`, init),
};
