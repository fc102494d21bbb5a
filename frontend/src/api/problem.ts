import type { FieldError, Problem } from './models';

/** The API answered with an error. `code` is stable; `message` is for people. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly status: number;
  readonly code: string;
  /** Quoted to people, so that a fault they report can be found in the logs. */
  readonly requestId: string | undefined;
  readonly fields: readonly FieldError[];
  /** Seconds to wait before the next try, when the API named them. */
  readonly retryAfter: number | undefined;

  constructor(problem: Partial<Problem> & { status: number }, retryAfter?: number) {
    super(problem.detail ?? problem.title ?? `The server answered ${problem.status}.`);
    this.status = problem.status;
    this.code = problem.code ?? 'unknown';
    this.requestId = problem.request_id;
    this.fields = problem.errors ?? [];
    this.retryAfter = retryAfter;
  }
}

/** No answer came at all: offline, DNS, a broken connection. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';

  constructor(options?: ErrorOptions) {
    super('Cruddur could not be reached.', options);
  }
}

/** There is no session, or the server no longer accepts it. */
export class SessionEndedError extends Error {
  override readonly name = 'SessionEndedError';

  constructor() {
    super('Your session ended.');
  }
}

/** `/config.json` is missing or wrong: a fault of the deployment, which no retry by a person heals. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Reads an error answer; the body may be anything when it was not the API that answered. */
export function problemFrom(response: Response, body: unknown): ProblemError {
  const retryAfter = Number.parseInt(response.headers.get('retry-after') ?? '', 10);
  const problem: Partial<Problem> = isProblem(body) ? body : {};
  const requestId = problem.request_id ?? response.headers.get('x-request-id');
  return new ProblemError(
    { ...problem, ...(requestId ? { request_id: requestId } : {}), status: response.status },
    Number.isNaN(retryAfter) ? undefined : retryAfter,
  );
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'title' in body;
}

/** What the site says better than the server, which doesn't know where it is said. */
const known: Record<string, string | undefined> = {
  account_suspended: 'Your account is suspended. You can read, but not act.',
  user_suspended: 'This account is suspended.',
  follow_limit: 'You follow 5,000 people, and that is as many as anybody can keep up with.',
};

/** What to tell a person about any error thrown by an API call. */
export function describeError(error: unknown): string {
  if (error instanceof SessionEndedError) return 'Your session ended. Sign in again to go on.';
  if (error instanceof NetworkError) {
    return 'We could not reach Cruddur. Check your connection and try again.';
  }
  if (!(error instanceof ProblemError)) return 'Something broke on our side of the #?@! fence.';
  const words = known[error.code];
  if (words) return words;
  if (error.status === 429) return 'Easy, tiger. That was too fast; wait a moment and try again.';
  if (error.status === 503) return 'Cruddur is catching its breath. Try again in a moment.';
  if (error.status >= 500) return 'Something broke on our side of the #?@! fence.';
  return error.message;
}

/** One fault as a sentence. The API's words go on from the field's name: "must not be blank". */
export function describeFault(fault: FieldError): string {
  const words = fault.message ?? 'is not valid';
  return /^[a-z]/.test(words) ? `This ${words}.` : words;
}

/** True when trying the same request again may succeed. */
export function isTransient(error: unknown): boolean {
  if (error instanceof NetworkError) return true;
  return error instanceof ProblemError && [429, 502, 503, 504].includes(error.status);
}
