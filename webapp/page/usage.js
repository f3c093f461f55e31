import { language, t } from '../i18n/language.js';
import { languageTags } from '../i18n/translate.js';

/**
 * The tokens of an answer in words; an estimate is named one.
 *
 * @param {object} tokens
 * @param {number} [tokens.total] as the provider counts them
 * @param {{input?: number, output?: number, reasoning?: number}} [tokens.usage] reasoning is part of output
 * @param {boolean} tokens.estimated
 * @param {object} [words] the page's, if left out
 * @param {typeof t} words.t
 * @param {import('../i18n/translate.js').Language} words.language
 * @returns {string} empty when nothing is known
 */
export function usageText({ total, usage, estimated }, words = { t, language: language() }) {
  const number = (value) => new Intl.NumberFormat(languageTags[words.language]).format(value);
  const { input, output, reasoning = 0 } = usage ?? {};
  const parts = typeof input === 'number' && typeof output === 'number';
  const sum = total ?? (parts ? input + output : undefined);
  if (typeof sum !== 'number') return '';
  const text = words.t(estimated ? 'usage.estimated' : 'usage.total', { total: number(sum) });
  if (!parts) return text;
  const of = words.t('usage.parts', { input: number(input), output: number(output) });
  const thought = reasoning > 0 ? ` ${words.t('usage.reasoning', { reasoning: number(reasoning) })}` : '';
  return `${text} · ${of}${thought}`;
}

/** @param {number} millis */
export function secondsText(millis) {
  return new Intl.NumberFormat(languageTags[language()], {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  }).format(millis / 1000);
}
