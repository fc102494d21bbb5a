/** What people do that leads to a request. The API's contract has the same list. */
export const actions = [
  'post crud',
  'post reply',
  'delete crud',
  'change life',
  'burn crud',
  'spare crud',
  'follow',
  'unfollow',
  'send message',
  'begin conversation',
  'change profile',
] as const;

/** One of `actions`. */
export type Action = (typeof actions)[number];

/** A span that is open. */
export interface OpenSpan {
  /** W3C's `traceparent` for what happens because of it. */
  readonly parent: string;
  /** Ends it, with how a request was answered or what it failed by. */
  end(outcome?: { status?: number; error?: unknown }): void;
}

/** What makes spans, once telemetry is on. */
export interface Tracer {
  action(action: Action): OpenSpan;
  /** A request, because of `cause` if there is one. `route` is the template of its path. */
  request(method: string, route: string, cause: OpenSpan | undefined): OpenSpan;
}

/**
 * What is traced of the site. Until a tracer comes, which is never where telemetry is off,
 * it costs nothing.
 */
export class Tracing {
  #tracer: Tracer | undefined;
  #cause: OpenSpan | undefined;

  /** Traces from now on. */
  use(tracer: Tracer): void {
    this.#tracer = tracer;
  }

  /** Does what a person asked for. The requests that `call` begins at once are parts of it. */
  acting = <T>(action: Action, call: () => Promise<T>): Promise<T> => {
    if (!this.#tracer) return call();
    const span = this.#tracer.action(action);
    const before = this.#cause;
    this.#cause = span;
    try {
      const done = call();
      done.then(
        () => span.end(),
        (error: unknown) => span.end({ error }),
      );
      return done;
    } finally {
      this.#cause = before;
    }
  };

  /** A request to the site's own origin begins. */
  request(method: string, route: string): OpenSpan | undefined {
    return this.#tracer?.request(method, route, this.#cause);
  }
}
