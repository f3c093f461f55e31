import { catalogues, filled, languageTags } from './translate.js';

/** @typedef {import('./translate.js').Language} Language */

/**
 * The texts of one language, some of which whoever embeds us has put in other words. Immutable.
 */
export class Words {
  #language;
  #own;

  /**
   * @param {Language} language
   * @param {Record<string, string>} [own] texts instead of those of the catalogue, by the same keys
   * @throws {RangeError} when there is no text of such a key to replace
   */
  constructor(language, own = {}) {
    for (const key of Object.keys(own)) {
      if (catalogues[language][key] === undefined) {
        throw new RangeError(`No text is named ${key}: the names are those in i18n/en.js`);
      }
    }
    this.#language = language;
    this.#own = own;
  }

  /** The value of `lang` for what is said in these words. */
  get tag() {
    return languageTags[this.#language];
  }

  /**
   * @param {string} key
   * @param {Record<string, string|number>} [values] what stands for `{name}` in the text
   * @returns {string}
   */
  t(key, values = {}) {
    const text = this.#own[key] ?? catalogues[this.#language][key];
    if (text === undefined) throw new RangeError(`No text is named ${key}`);
    return filled(text, values);
  }

  /** @param {number} value @param {Intl.NumberFormatOptions} [options] */
  number(value, options) {
    return new Intl.NumberFormat(this.tag, options).format(value);
  }
}
