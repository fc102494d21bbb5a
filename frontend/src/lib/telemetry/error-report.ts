import type { components } from '@/api/schema';
import { release } from './release';
import { routeTemplate } from './route-template';
import { framesOf } from './stack';

type SiteError = components['schemas']['SiteError'];

// What people meet every day and the site has words for; the services tell of their own errors.
const expected = ['AbortError', 'AuthError', 'NetworkError', 'ProblemError', 'SessionEndedError'];

// One broken page must not tell of itself without end.
const MOST = 5;
const LONGEST = 1_000;

/** Tells the API of errors of this page, a handful at most, each kind once. */
export class ErrorReporter {
  readonly #told = new Set<string>();

  async report(error: Error): Promise<void> {
    const told = describe(error, window.location);
    if (!told) return;
    const kind = `${told.name} ${told.message}`;
    if (this.#told.size >= MOST || this.#told.has(kind)) return;
    this.#told.add(kind);
    await fetch('/api/telemetry/errors', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(told),
      keepalive: true,
    });
  }
}

/** What may be told of an error, or null where nothing is: it was expected, or isn't ours. */
export function describe(
  error: Error,
  place: Pick<Location, 'origin' | 'pathname'>,
): SiteError | null {
  if (expected.includes(error.name)) return null;
  const frames = framesOf(error.stack ?? '', place.origin);
  // Extensions and what else runs in the page have their own operators.
  if (frames.length === 0) return null;
  return {
    name: /^[A-Za-z_$][\w$.]{0,99}$/.test(error.name) ? error.name : 'Error',
    message: withoutQuotes(error.message).slice(0, LONGEST),
    route: routeTemplate(place.pathname),
    release,
    frames,
  };
}

/** What a message quotes may be what somebody wrote. The server looks again. */
function withoutQuotes(message: string): string {
  return message
    .replaceAll(/"[^"]*("|$)|“[^”]*(”|$)/g, '"…"')
    .replaceAll(/\b(https?|wss?|blob|data):\S*/g, '[url]')
    .replaceAll(/@[\p{L}\p{N}_.-]+/gu, '@[handle]');
}

const reporter = new ErrorReporter();

/** Reports an error of this page. */
export const reportError = (error: Error) => reporter.report(error);
