import { chooseLanguage } from '../i18n/translate.js';

/**
 * What a page may tell the chat in its frame, and the chat the page; `src/samples/README.md` says it for those who
 * write such a page. Everything else is of others, and not for us.
 *
 * @typedef {{kind: 'open'}|{kind: 'close'}|{kind: 'lang', lang: import('../i18n/translate.js').Language}} Command
 */

/** The size of the frame that is wanted, in the reader's own font size: the button with what is around it, the chat. */
const CLOSED_REM = { width: 4.5, height: 4.5 };
const OPEN_REM = { width: 26, height: 40 };

/**
 * Who the page around the frame says it is, by `?host=` in the frame's address. It is trusted no more than that
 * origin: a page of another one can neither tell us anything nor hear it.
 *
 * @param {string} search of the frame's address
 * @returns {string|undefined} an origin; undefined when there is none
 */
export function hostOrigin(search) {
  const host = new URLSearchParams(search).get('host');
  if (host === null || !URL.canParse(host)) return undefined;
  const { protocol, origin } = new URL(host);
  return (protocol === 'https:' || protocol === 'http:') && origin === host ? origin : undefined;
}

/**
 * @param {{data: unknown, origin: string, source: unknown}} message as the browser gives it
 * @param {{host: string, parent: unknown}} page the origin and the window that are listened to
 * @returns {Command|undefined} undefined when it is none of ours
 */
export function commandOf({ data, origin, source }, { host, parent }) {
  if (origin !== host || source !== parent) return undefined;
  if (typeof data !== 'object' || data === null) return undefined;
  const { runnel: kind, lang } = data;
  if (kind === 'open' || kind === 'close') return { kind };
  if (kind === 'lang' && typeof lang === 'string') return { kind, lang: chooseLanguage(null, [lang]) };
  return undefined;
}

/**
 * What the page around is told.
 *
 * @param {'ready'|'open'|'close'} runnel what has happened
 * @param {object} state
 * @param {boolean} state.opened whether the chat is in sight
 * @param {number} state.remPixels
 * @returns {{runnel: string, width: number, height: number}} with the size that the frame wants from now on, in CSS
 *   pixels
 */
export function news(runnel, { opened, remPixels }) {
  const { width, height } = opened ? OPEN_REM : CLOSED_REM;
  return { runnel, width: Math.ceil(width * remPixels), height: Math.ceil(height * remPixels) };
}
