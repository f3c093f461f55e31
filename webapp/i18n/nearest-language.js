import { chooseLanguage } from './translate.js';

/**
 * The language for an element in a page that may not be ours: its own `lang`, else that of what it stands in, shadow
 * trees too, else the browser's.
 *
 * @param {Element} element
 * @returns {import('./translate.js').Language}
 */
export function nearestLanguage(element) {
  const languages = navigator.languages ?? [navigator.language];
  for (let at = element; at !== null; at = at.parentNode ?? at.host ?? null) {
    if (at instanceof Element && at.hasAttribute('lang')) return chooseLanguage(at.lang || null, languages);
  }
  return chooseLanguage(null, languages);
}

/**
 * @param {() => void} listener called when a language that the page says may have changed, anywhere in it
 * @returns {() => void} ends it
 */
export function onPageLanguageChange(listener) {
  const observer = new MutationObserver(listener);
  observer.observe(document, { subtree: true, attributeFilter: ['lang'] });
  return () => observer.disconnect();
}
