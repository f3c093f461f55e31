import { language, t } from '../i18n/language.js';
import { languageTags } from '../i18n/translate.js';

/**
 * @typedef {object} Speech
 * @property {typeof t} t
 * @property {import('../i18n/translate.js').Language} language
 *
 * @typedef {object} Tokens
 * @property {number} [total] as the provider counts them
 * @property {{input?: number, output?: number, reasoning?: number}} [usage] reasoning is part of output
 * @property {boolean} estimated
 */

/**
 * The tokens of an answer in words; an estimate is named one.
 *
 * @param {Tokens} tokens
 * @param {Speech} [words] the page's, if left out
 * @returns {string} empty when nothing is known
 */
export function usageText(tokens, words = pageSpeech()) {
  return usageParts(tokens, words).join(' · ');
}

/**
 * The same in its parts: all of them, and what they are made of.
 *
 * @param {Tokens} tokens
 * @param {Speech} words
 * @returns {string[]}
 */
export function usageParts({ total, usage, estimated }, words) {
  const number = (value) => numberText(value, words.language, 0);
  const { input, output, reasoning = 0 } = usage ?? {};
  const parts = typeof input === 'number' && typeof output === 'number';
  const sum = total ?? (parts ? input + output : undefined);
  if (typeof sum !== 'number') return [];
  const text = words.t(estimated ? 'usage.estimated' : 'usage.total', { total: number(sum) });
  if (!parts) return [text];
  const of = words.t('usage.parts', { input: number(input), output: number(output) });
  const thought = reasoning > 0 ? ` ${words.t('usage.reasoning', { reasoning: number(reasoning) })}` : '';
  return [text, `${of}${thought}`];
}

/** @param {number} millis @param {Speech} [words] the page's, if left out */
export function secondsText(millis, words = pageSpeech()) {
  return numberText(millis / 1000, words.language, 2);
}

/** Making a format costs more than a hundred numbers in it. @type {Map<string, Intl.NumberFormat>} */
const formats = new Map();

function numberText(value, language, fractionDigits) {
  const name = `${language}${fractionDigits}`;
  if (!formats.has(name)) {
    const digits = { minimumFractionDigits: fractionDigits, maximumFractionDigits: fractionDigits };
    formats.set(name, new Intl.NumberFormat(languageTags[language], digits));
  }
  return formats.get(name).format(value);
}

function pageSpeech() {
  return { t, language: language() };
}
