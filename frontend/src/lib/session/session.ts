import { NetworkError, SessionEndedError } from '@/api/problem';
import type { TokenSource } from '@/api/client';
import { AuthError, type AuthPort } from './auth-port';

/** Who is here. `ended` is set when a session was lost, not left. */
export interface SessionState {
  status: 'signed-out' | 'signed-in';
  ended: boolean;
}

/** What a Session needs of its surroundings. */
export interface SessionOptions {
  /** Opens the identity provider; called when first needed, and again after a failure. */
  open: () => Promise<AuthPort>;
  /** True when this browser holds a session from before. */
  hasStoredSession: () => boolean;
}

/**
 * Whether somebody is signed in, and their tokens. The identity provider's code is large,
 * so it is loaded when somebody signs in or a session from before exists, and never for a
 * stranger who reads.
 */
export class Session implements TokenSource {
  readonly #options: SessionOptions;
  readonly #listeners = new Set<() => void>();
  #state: SessionState;
  #port: Promise<AuthPort> | undefined;
  #renewal: Promise<string | null> | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#state = { status: options.hasStoredSession() ? 'signed-in' : 'signed-out', ended: false };
  }

  get state(): SessionState {
    return this.#state;
  }

  get signedIn(): boolean {
    return this.#state.status === 'signed-in';
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The identity provider, loaded on first use. */
  auth(): Promise<AuthPort> {
    this.#port ??= this.#options.open().catch((error: unknown) => {
      this.#port = undefined;
      throw error;
    });
    return this.#port;
  }

  async signIn(email: string, password: string): Promise<void> {
    await (await this.auth()).signIn(email, password);
    this.#become({ status: 'signed-in', ended: false });
  }

  async signOut(): Promise<void> {
    await (await this.auth()).signOut();
    this.#become({ status: 'signed-out', ended: false });
  }

  async accessToken({ force = false } = {}): Promise<string> {
    if (this.#state.status === 'signed-out') throw new SessionEndedError();
    const token = await (force ? this.#renewed() : this.#token(false));
    if (token === null) {
      this.end();
      throw new SessionEndedError();
    }
    return token;
  }

  end(): void {
    if (this.#state.status === 'signed-in') this.#become({ status: 'signed-out', ended: true });
  }

  /** Notices that another tab signed in or out. */
  follow(target: Window): () => void {
    const onStorage = () => {
      const status = this.#options.hasStoredSession() ? 'signed-in' : 'signed-out';
      if (status !== this.#state.status) this.#become({ status, ended: false });
    };
    target.addEventListener('storage', onStorage);
    return () => target.removeEventListener('storage', onStorage);
  }

  /** Calls that find their token stale at the same time share one renewal. */
  #renewed(): Promise<string | null> {
    this.#renewal ??= this.#token(true).finally(() => {
      this.#renewal = undefined;
    });
    return this.#renewal;
  }

  async #token(force: boolean): Promise<string | null> {
    try {
      return await (await this.auth()).accessToken(force);
    } catch (error) {
      if (!(error instanceof AuthError)) throw error;
      if (error.failure === 'network') throw new NetworkError({ cause: error });
      return null;
    }
  }

  #become(state: SessionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
