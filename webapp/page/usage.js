import { pageWords } from '../i18n/language.js';

/**
 * The tokens of an answer in words; an estimate is named one.
 *
 * @param {object} tokens
 * @param {number} [tokens.total] as the provider counts them
 * @param {{input?: number, output?: number, reasoning?: number}} [tokens.usage] reasoning is part of output
 * @param {boolean} tokens.estimated
 * @param {import('../i18n/words.js').Words} [words] the page's, unless it is said otherwise
 * @returns {string} empty when nothing is known
 */
export function usageText(tokens, words = pageWords()) {
  return usageParts(tokens, words).join(' · ');
}

/**
 * The same in its parts: all of them, and what they are made of.
 *
 * @param {Parameters<typeof usageText>[0]} tokens
 * @param {import('../i18n/words.js').Words} words
 * @returns {string[]}
 */
export function usageParts({ total, usage, estimated }, words) {
  const { input, output, reasoning = 0 } = usage ?? {};
  const parts = typeof input === 'number' && typeof output === 'number';
  const sum = total ?? (parts ? input + output : undefined);
  if (typeof sum !== 'number') return [];
  const text = words.t(estimated ? 'usage.estimated' : 'usage.total', { total: words.number(sum) });
  if (!parts) return [text];
  const of = words.t('usage.parts', { input: words.number(input), output: words.number(output) });
  const thought = reasoning > 0 ? ` ${words.t('usage.reasoning', { reasoning: words.number(reasoning) })}` : '';
  return [text, `${of}${thought}`];
}

/** @param {number} millis @param {import('../i18n/words.js').Words} [words] */
export function secondsText(millis, words = pageWords()) {
  return words.number(millis / 1000, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}
