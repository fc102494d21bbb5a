import { describeError } from '@/api/problem';
import { AuthError, type AuthFailure } from '@/lib/session/auth-port';

const words: Record<AuthFailure, string> = {
  account_exists: 'There is already an account with this e-mail address. Sign in instead?',
  already_confirmed: 'This address is already confirmed. You can sign in.',
  code_expired: 'This code has expired (things do that here). Ask for a new one.',
  code_mismatch: 'That isn’t the code we sent. Check it and try again.',
  disabled: 'This account has been suspended.',
  invalid_input: 'Something here isn’t valid. Check the fields and try again.',
  network: 'We could not reach the sign-in service. Check your connection and try again.',
  not_confirmed: 'Confirm your e-mail address first.',
  password_rejected: 'This password is not accepted. Choose a longer or less common one.',
  too_many_attempts: 'Too many tries. Take a break, then try again in a few minutes.',
  undelivered: 'We could not send mail to this address. Is it spelled right?',
  unknown: 'Something broke on our side of the #?@! fence. Try again.',
  wrong_credentials: 'E-mail address or password is wrong.',
};

/** What to tell a person about a failure to sign up or in. */
export function describeAuthError(error: unknown): string {
  return error instanceof AuthError ? words[error.failure] : describeError(error);
}
