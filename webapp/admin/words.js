import { languageTags, translate } from '../i18n/translate.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * How figures are written.
 *
 * @typedef {object} Words
 * @property {(key: string, values?: Record<string, string|number>) => string} t
 * @property {(value: number) => string} number
 * @property {(millis: number) => string} duration with tenths of a second where that matters
 * @property {(millis: number) => string} age in whole seconds: it is read while it grows
 * @property {(atMillis: number) => string} time of day, with the date unless it is today
 */

/**
 * @param {import('../i18n/translate.js').Language} language
 * @param {() => number} now the time of day in milliseconds
 * @param {string} [timeZone] the browser's own when left out
 * @returns {Words}
 */
export function wordsOf(language, now, timeZone) {
  const tag = languageTags[language];
  const numbers = new Intl.NumberFormat(tag);
  const tenths = new Intl.NumberFormat(tag, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const days = new Intl.DateTimeFormat(tag, { dateStyle: 'short', timeZone });
  const times = new Intl.DateTimeFormat(tag, { timeStyle: 'medium', timeZone });
  const t = (key, values) => translate(language, key, values);

  function duration(millis) {
    if (millis < SECOND) return t('duration.millis', { millis: Math.round(millis) });
    // Rounded, so that nothing is written as 60.0 seconds.
    const rounded = Math.round(millis / 100) * 100;
    if (rounded < MINUTE) return t('duration.seconds', { seconds: tenths.format(rounded / SECOND) });
    return age(millis);
  }

  function age(millis) {
    const whole = (unit, within = Infinity) => Math.floor((millis % within) / unit);
    if (millis < MINUTE) return t('duration.seconds', { seconds: whole(SECOND) });
    if (millis < HOUR) {
      return t('duration.minutes', { minutes: whole(MINUTE), seconds: whole(SECOND, MINUTE) });
    }
    if (millis < DAY) {
      return t('duration.hours', { hours: whole(HOUR), minutes: whole(MINUTE, HOUR) });
    }
    return t('duration.days', { days: whole(DAY), hours: whole(HOUR, DAY) });
  }

  function time(atMillis) {
    const day = days.format(atMillis);
    const today = day === days.format(now());
    return today ? times.format(atMillis) : `${day} ${times.format(atMillis)}`;
  }

  return { t, number: (value) => numbers.format(value), duration, age, time };
}
