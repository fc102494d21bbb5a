import type { RuntimeConfig } from './runtime-config';

/** What went wrong, in our own words; the words for people are the auth feature's. */
export type AuthFailure =
  | 'account_exists'
  | 'already_confirmed'
  | 'code_expired'
  | 'code_mismatch'
  | 'disabled'
  | 'invalid_input'
  | 'network'
  | 'not_confirmed'
  | 'password_rejected'
  | 'too_many_attempts'
  | 'undelivered'
  | 'unknown'
  | 'wrong_credentials';

/** Every failure of an AuthPort. */
export class AuthError extends Error {
  override readonly name = 'AuthError';
  readonly failure: AuthFailure;

  constructor(failure: AuthFailure, options?: ErrorOptions) {
    super(failure, options);
    this.failure = failure;
  }
}

/** What a person gives to sign up. */
export interface NewAccount {
  displayName: string;
  handle: string;
  email: string;
  password: string;
}

/** The identity provider as this app sees it. Every method throws AuthError. */
export interface AuthPort {
  readonly config: RuntimeConfig;
  signUp(account: NewAccount): Promise<void>;
  confirmSignUp(email: string, code: string): Promise<void>;
  resendCode(email: string): Promise<void>;
  /** Throws `not_confirmed` when the address was never confirmed. */
  signIn(email: string, password: string): Promise<void>;
  signOut(): Promise<void>;
  startRecovery(email: string): Promise<void>;
  finishRecovery(email: string, code: string, password: string): Promise<void>;
  /** A valid access token, or null when nobody is signed in; `force` asks for a new one. */
  accessToken(force: boolean): Promise<string | null>;
}
