/** An answer that public/early.js asked for while the site's code was on its way. */
export interface EarlyAnswer {
  /** By this device, in milliseconds since 1970. */
  sentAt: number;
  response: Promise<Response>;
}

declare global {
  interface Window {
    /** By path; each is taken once. */
    cruddurEarly?: Map<string, EarlyAnswer>;
  }
}

// A tab may have been opened in the background, and looked at much later.
const FRESH = 20_000;

/** Takes the answer that is on its way to the same question of a stranger's. */
export function takeEarlyAnswer(request: Request): EarlyAnswer | undefined {
  if (request.method !== 'GET' || request.headers.has('authorization')) return undefined;
  const { pathname, search } = new URL(request.url);
  const early = window.cruddurEarly?.get(pathname + search);
  window.cruddurEarly?.delete(pathname + search);
  return early && Date.now() - early.sentAt < FRESH ? early : undefined;
}
