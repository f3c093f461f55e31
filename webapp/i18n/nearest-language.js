import { chooseLanguage } from './translate.js';

/**
 * The language for an element in a page that may not be ours: its own `lang`, else that of what it stands in,
 * else the browser's.
 *
 * @param {Element} element
 * @returns {import('./translate.js').Language}
 */
export function nearestLanguage(element) {
  const tag = element.closest('[lang]')?.lang ?? document.documentElement.lang;
  return chooseLanguage(tag === '' ? null : tag, navigator.languages ?? [navigator.language]);
}

/**
 * @param {() => void} listener called when the page's own language has changed
 * @returns {() => void} ends it
 */
export function onPageLanguageChange(listener) {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ['lang'] });
  return () => observer.disconnect();
}
