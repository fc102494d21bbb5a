import { AuthError, type AuthFailure } from './auth-port';

const failures: Partial<Record<string, AuthFailure>> = {
  AliasExistsException: 'account_exists',
  CodeDeliveryFailureException: 'undelivered',
  CodeMismatchException: 'code_mismatch',
  ExpiredCodeException: 'code_expired',
  InvalidParameterException: 'invalid_input',
  InvalidPasswordException: 'password_rejected',
  LimitExceededException: 'too_many_attempts',
  NetworkError: 'network',
  NotAuthorizedException: 'wrong_credentials',
  PasswordHistoryPolicyViolationException: 'password_rejected',
  TooManyFailedAttemptsException: 'too_many_attempts',
  TooManyRequestsException: 'too_many_attempts',
  UserNotConfirmedException: 'not_confirmed',
  // To say that an address is unknown would tell strangers who has an account.
  UserNotFoundException: 'wrong_credentials',
  UsernameExistsException: 'account_exists',
};

/** Translates what Cognito or Amplify threw. Cognito tells some cases apart by words alone. */
export function authErrorFrom(error: unknown, step?: 'confirm'): AuthError {
  if (error instanceof AuthError) return error;
  if (!(error instanceof Error)) return new AuthError('unknown', { cause: error });
  return new AuthError(failureOf(error, step), { cause: error });
}

function failureOf(error: Error, step?: 'confirm'): AuthFailure {
  const confirmed = /current status is confirmed|already confirmed/i.test(error.message);
  if (step === 'confirm' && confirmed) return 'already_confirmed';
  if (step === 'confirm' && error.name === 'UserNotFoundException') return 'code_mismatch';
  if (error.name === 'NotAuthorizedException') {
    if (/attempts exceeded/i.test(error.message)) return 'too_many_attempts';
    if (/disabled/i.test(error.message)) return 'disabled';
  }
  return failures[error.name] ?? 'unknown';
}
