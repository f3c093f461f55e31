/** Where Runnel is. A build takes it in for good. */
export const RUNNEL = (process.env.NEXT_PUBLIC_RUNNEL_URL ?? 'http://localhost:5001').replace(/\/$/, '');

/** What went wrong, in words for people, with what support asks for. */
export type Failure = { message: string; code?: string; logId?: string };

/** A request that the server has refused. */
export class Refusal extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

/**
 * The reply to a request, if the server does what it is asked.
 *
 * @throws Refusal with the server's words if not
 */
export async function call(path: string, init: RequestInit): Promise<Response> {
  const response = await fetch(`${RUNNEL}${path}`, init);
  if (!response.ok) throw new Refusal(await wordsOf(response), response.status);
  return response;
}

/** Refusals are problem details (RFC 9457); a proxy in between may send anything. */
async function wordsOf(response: Response): Promise<string> {
  const wait = response.headers.get('Retry-After');
  const again = wait === null ? '' : ` Try again in ${wait} seconds.`;
  if (response.headers.get('Content-Type')?.startsWith('application/problem+json')) {
    const { detail } = (await response.json()) as { detail: string };
    return detail + again;
  }
  return `The server refused: ${response.status} ${response.statusText}.${again}`;
}

export function failureOf(error: unknown): Failure {
  if (error instanceof Refusal) return { message: error.message, code: `http_${error.status}` };
  // All that fetch tells of a server that is not there, and of one that does not let this page ask.
  if (error instanceof TypeError) {
    return {
      message: `${RUNNEL} cannot be reached, or its RUNNEL_CORS_ORIGINS does not list ${location.origin}.`,
      code: 'unreachable',
    };
  }
  return { message: error instanceof Error ? error.message : String(error) };
}
