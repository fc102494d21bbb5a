/** How far a piece of code has come. */
export type CodeState<T> =
  | { status: 'unasked' }
  | { status: 'loading' }
  | { status: 'ready'; value: T }
  | { status: 'failed' };

/**
 * A piece of the site's code that comes when it is needed. That it didn't come is a state like
 * any other, not an exception: somebody can be offline, or have a page open from before a deploy.
 */
export class Code<T> {
  readonly #import: () => Promise<T>;
  readonly #listeners = new Set<() => void>();
  #state: CodeState<T> = { status: 'unasked' };
  #loading: Promise<void> | undefined;

  constructor(load: () => Promise<T>) {
    this.#import = load;
  }

  get state(): CodeState<T> {
    return this.#state;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Gets it; what failed before is tried anew. How it went is in the state. */
  load = (): Promise<void> => {
    if (this.#state.status === 'ready') return Promise.resolve();
    this.#loading ??= this.#attempt();
    return this.#loading;
  };

  /** What "Try again" does. A page from before a deploy has to begin anew: its code is gone. */
  retry = async (): Promise<void> => {
    await this.load();
    if (this.#state.status === 'failed' && (await siteAnswers())) window.location.reload();
  };

  /** Forgets a failure, so that the next to need it tries anew. */
  forget = (): void => {
    if (this.#state.status === 'failed') this.#become({ status: 'unasked' });
  };

  async #attempt(): Promise<void> {
    this.#become({ status: 'loading' });
    try {
      this.#become({ status: 'ready', value: await this.#import() });
    } catch {
      this.#become({ status: 'failed' });
    } finally {
      this.#loading = undefined;
    }
  }

  #become(state: CodeState<T>): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

/** Who reloads without a connection lands on the browser's own error page, so that this is asked first. */
async function siteAnswers(): Promise<boolean> {
  try {
    return (await fetch('/', { method: 'HEAD', cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}
