import { Amplify } from 'aws-amplify';
import {
  confirmResetPassword,
  confirmSignUp,
  fetchAuthSession,
  resendSignUpCode,
  resetPassword,
  signIn,
  signOut,
  signUp,
} from 'aws-amplify/auth';
import { ConsoleLogger } from 'aws-amplify/utils';
import { authErrorFrom } from './amplify-errors';
import { AuthError, type AuthPort } from './auth-port';
import { loadRuntimeConfig, type RuntimeConfig } from './runtime-config';

/*
 * Tokens stay in Amplify's default store, localStorage. A script that runs in this origin
 * could read them there; but such a script could as well use a token that is only in
 * memory. What keeps foreign scripts out is the content security policy (own files only,
 * nothing inline, no eval). The other choices cost more than they give: memory alone signs
 * people out on every reload, and an HttpOnly cookie needs a token-exchanging server and
 * brings cross-site request forgery back. Access tokens live 15 minutes.
 */

/** Loads the configuration and makes the port to Cognito. Throws ConfigError or NetworkError. */
export async function openAmplifyAuth(): Promise<AuthPort> {
  const config = await loadRuntimeConfig();
  // Amplify warns of every endpoint that isn't AWS's own.
  ConsoleLogger.LOG_LEVEL = 'ERROR';
  Amplify.configure({ Auth: { Cognito: cognitoSettings(config) } });
  return {
    config,
    signUp: ({ displayName, handle, email, password }) =>
      translated(async () => {
        const userAttributes = { name: displayName, preferred_username: handle, email };
        await signUp({ username: email, password, options: { userAttributes } });
      }),
    confirmSignUp: (email, code) =>
      translated(async () => {
        await confirmSignUp({ username: email, confirmationCode: code });
      }, 'confirm'),
    resendCode: (email) =>
      translated(async () => {
        await resendSignUpCode({ username: email });
      }, 'confirm'),
    signIn: (email, password) => translated(() => completeSignIn(email, password)),
    signOut: () => translated(() => signOut()),
    startRecovery: (email) =>
      translated(async () => {
        await resetPassword({ username: email }).catch(hideUnknownAddress);
      }),
    finishRecovery: (email, code, password) =>
      translated(
        () =>
          confirmResetPassword({ username: email, confirmationCode: code, newPassword: password }),
        'confirm',
      ),
    accessToken: (force) =>
      translated(async () => {
        const { tokens } = await fetchAuthSession({ forceRefresh: force });
        return tokens?.accessToken.toString() ?? null;
      }),
  };
}

function cognitoSettings(config: RuntimeConfig) {
  return {
    userPoolId: config.user_pool_id,
    userPoolClientId: config.user_pool_client_id,
    ...(config.cognito_endpoint ? { userPoolEndpoint: config.cognito_endpoint } : {}),
  };
}

async function completeSignIn(email: string, password: string): Promise<void> {
  const { isSignedIn, nextStep } = await signIn({ username: email, password }).catch(
    async (error: unknown) => {
      // Leftovers of an earlier session stop Amplify; clear them and go on.
      if (!(error instanceof Error) || error.name !== 'UserAlreadyAuthenticatedException') {
        throw error;
      }
      await signOut();
      return signIn({ username: email, password });
    },
  );
  if (isSignedIn) return;
  throw new AuthError(nextStep.signInStep === 'CONFIRM_SIGN_UP' ? 'not_confirmed' : 'unknown');
}

/** A pool may say that an address is unknown; strangers shall not learn who has an account. */
function hideUnknownAddress(error: unknown): void {
  if (!(error instanceof Error) || error.name !== 'UserNotFoundException') throw error;
}

async function translated<T>(call: () => Promise<T>, step?: 'confirm'): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw authErrorFrom(error, step);
  }
}
