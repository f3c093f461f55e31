import { chooseLanguage, languageTags, translate } from './translate.js';

/** @typedef {import('./translate.js').Language} Language */

const STORAGE_KEY = 'runnel.language';

/** @type {Set<() => void>} */
const listeners = new Set();

/** @type {Language} */
let current = chooseLanguage(savedLanguage(), navigator.languages ?? [navigator.language]);

/** @returns {Language} */
export function language() {
  return current;
}

/** The text of a key in the page's language. */
export function t(key, values) {
  return translate(current, key, values);
}

/**
 * @param {() => void} listener called after each change of the language
 * @returns {() => void} ends it
 */
export function onLanguageChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The reader chooses a language; the choice is kept. @param {Language} chosen */
export function chooseForGood(chosen) {
  try {
    localStorage.setItem(STORAGE_KEY, chosen);
  } catch {
    // Storage may be forbidden: the choice then holds for this page.
  }
  usePageLanguage(chosen);
}

/** A page that exists in one language only. @param {Language} only */
export function usePageLanguage(only) {
  current = only;
  translatePage();
  for (const listener of listeners) listener();
}

/** Puts the texts of the page's own elements in the language: `data-i18n` names the key. */
export function translatePage() {
  document.documentElement.lang = languageTags[current];
  for (const element of document.querySelectorAll('[data-i18n]')) {
    element.textContent = t(element.dataset.i18n);
  }
  for (const element of document.querySelectorAll('[data-i18n-label]')) {
    element.setAttribute('aria-label', t(element.dataset.i18nLabel));
  }
  for (const element of document.querySelectorAll('[data-i18n-placeholder]')) {
    element.setAttribute('placeholder', t(element.dataset.i18nPlaceholder));
  }
}

function savedLanguage() {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}
