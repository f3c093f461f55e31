import { catalogues, languageTags, translator } from './translate.js';

/** @typedef {import('./translate.js').Language} Language */

/**
 * The texts of one language, some of which whoever embeds us has put in other words. Immutable.
 */
export class Words {
  /** @type {Language} */
  language;
  /**
   * The text of a key; values stand for `{name}` in it.
   *
   * @type {(key: string, values?: Record<string, string|number>) => string}
   */
  t;

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
    this.language = language;
    this.t = translator(language, own);
    Object.freeze(this);
  }

  /** The value of `lang` for what is said in these words. */
  get tag() {
    return languageTags[this.language];
  }

  /** @param {number} value @param {Intl.NumberFormatOptions} [options] */
  number(value, options) {
    return new Intl.NumberFormat(this.tag, options).format(value);
  }
}
