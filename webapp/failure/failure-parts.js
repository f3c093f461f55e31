import { element } from '../page/dom.js';
import { LOCAL_CODES } from './failure.js';

/**
 * A failure in words, with what support needs to know, and a button where another try helps.
 *
 * @param {import('./failure.js').Failure} failure
 * @param {object} how
 * @param {(key: string, values?: Record<string, string|number>) => string} how.t
 * @param {() => void} [how.onRetry] without it there is no button
 * @returns {HTMLElement[]}
 */
export function failureParts(failure, { t, onRetry }) {
  const parts = [element('p', { className: 'failure__words' }, failureWords(failure, t))];
  if (failure.retryAfterSeconds !== undefined) {
    parts.push(element('p', {}, t('failure.retryAfter', { seconds: failure.retryAfterSeconds })));
  }
  parts.push(details(failure, t));
  if (failure.retryable && onRetry !== undefined) {
    const button = element(
      'button',
      { type: 'button', className: 'button button--small' },
      t(failure.resumable === true ? 'failure.resume' : 'failure.retry'),
    );
    button.addEventListener('click', onRetry);
    parts.push(button);
  }
  return parts;
}

/** @param {import('./failure.js').Failure} failure */
export function failureWords(failure, t) {
  if (failure.message !== undefined) return failure.message;
  return t(LOCAL_CODES.includes(failure.code) ? `failure.${failure.code}` : 'failure.unknown');
}

function details(failure, t) {
  const list = element('dl', { className: 'failure__details' });
  const entries = [
    ['failure.code', failure.code],
    ['failure.phase', failure.phase],
    ['failure.providerCode', failure.providerCode],
    ['failure.logId', failure.logId],
  ];
  for (const [key, value] of entries) {
    if (value === undefined) continue;
    list.append(element('div', {}, element('dt', {}, t(key)), element('dd', {}, value)));
  }
  return list;
}
