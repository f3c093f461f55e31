/**
 * Why an answer did not come to its end. Failures of the server and of the way to it have one form,
 * so that a page shows them in one place.
 *
 * @typedef {object} Failure
 * @property {string} code a code of the server, `http_<status>`, or one of {@link LOCAL_CODES}
 * @property {string} [message] the server's own words; without them the page says what the code means
 * @property {boolean} retryable whether the same request can succeed later without a change
 * @property {boolean} [resumable] whether the answer itself can be followed further, without asking again
 * @property {number} [retryAfterSeconds]
 * @property {number} [status] the HTTP status, when the stream never opened
 * @property {string} [providerCode]
 * @property {string} [logId] what the provider's support asks for
 * @property {string} [phase] where a time-out struck
 */

/** What only the browser can notice; each has its words in the catalogues. */
export const LOCAL_CODES = [
  'network',
  'connection_lost',
  'answer_gone',
  'ended_early',
  'malformed_event',
  'not_an_event_stream',
];

const RETRYABLE_STATUSES = new Set([408, 429, 500, 502, 503, 504]);

export class StreamFailure extends Error {
  /**
   * @param {Failure} failure
   * @param {ErrorOptions} [options]
   */
  constructor(failure, options) {
    super(failure.message ?? failure.code, options);
    this.name = 'StreamFailure';
    this.failure = failure;
  }
}

/**
 * @param {string} code one of {@link LOCAL_CODES}
 * @returns {Failure}
 */
export function localFailure(code) {
  return { code, retryable: true };
}

/**
 * @param {any} event an error event of either dialect: chat says `error`, structured says `message`
 * @returns {Failure}
 */
export function failureOfEvent(event) {
  return {
    code: text(event.code) ?? 'error',
    message: text(event.error) ?? text(event.message),
    retryable: event.retryable === true,
    retryAfterSeconds: typeof event.retry_after === 'number' ? event.retry_after : undefined,
    providerCode: text(event.provider_code),
    logId: text(event.log_id),
    phase: text(event.phase),
  };
}

/**
 * Reads a refusal: `application/problem+json`, or whatever a proxy in between has sent.
 *
 * @param {Response} response one that is not ok
 * @returns {Promise<Failure>}
 */
export async function failureOfResponse(response) {
  const problem = await problemOf(response);
  const retryAfter = response.headers.get('Retry-After') ?? '';
  return {
    code: text(problem.code) ?? `http_${response.status}`,
    message: text(problem.detail) ?? text(problem.title),
    retryable: RETRYABLE_STATUSES.has(response.status),
    retryAfterSeconds: /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) : undefined,
    status: response.status,
  };
}

async function problemOf(response) {
  if (!/\bjson\b/i.test(response.headers.get('Content-Type') ?? '')) {
    await response.body?.cancel();
    return {};
  }
  try {
    return (await response.json()) ?? {};
  } catch {
    return {}; // The status alone must do.
  }
}

/** A provider's code may be a number. */
function text(value) {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
