import { en } from './en.js';
import { zh } from './zh.js';

/** @typedef {'zh'|'en'} Language */

export const catalogues = { zh, en };

/** The value of `lang` for each language. */
export const languageTags = { zh: 'zh-CN', en: 'en' };

/**
 * @param {string|null} saved the reader's own choice
 * @param {readonly string[]} preferred BCP 47 tags, best first
 * @returns {Language} English when nothing fits
 */
export function chooseLanguage(saved, preferred) {
  for (const tag of [saved, ...preferred]) {
    const language = tag?.toLowerCase().split('-')[0];
    if (language === 'zh' || language === 'en') return language;
  }
  return 'en';
}

/**
 * @param {Language} language
 * @param {string} key
 * @param {Record<string, string|number>} [values] what stands for `{name}` in the text
 * @returns {string}
 */
export function translate(language, key, values = {}) {
  const text = catalogues[language][key];
  if (text === undefined) throw new RangeError(`No text is named ${key}`);
  return filled(text, values);
}

/**
 * The texts for an element that may be in another language than its page, and have words of its own.
 *
 * @param {Language} language
 * @param {Record<string, string>} own texts that stand for those of the catalogue, by the same keys
 * @returns {(key: string, values?: Record<string, string|number>) => string}
 */
export function translator(language, own) {
  return (key, values = {}) =>
    Object.hasOwn(own, key) ? filled(String(own[key]), values) : translate(language, key, values);
}

function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}
