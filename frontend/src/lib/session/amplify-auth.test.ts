import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { ConfigError, ProblemError } from '@/api/problem';
import { server } from '@/testing/server';
import { openAmplifyAuth } from './amplify-auth';
import type { AuthPort } from './auth-port';

const COGNITO = 'http://localhost:4566/';
const EMAIL = 'kim@example.org';
const config = {
  region: 'eu-west-1',
  user_pool_id: 'eu-west-1_Test12345',
  user_pool_client_id: 'testclient',
  cognito_endpoint: COGNITO,
  environment: 'test',
};

interface CognitoCall {
  action: string;
  body: Record<string, unknown>;
}

/** Answers for Cognito: the body of each action, or the name of the error to fail with. */
function cognitoAnswers(answers: Record<string, object | string>, message = 'm'): CognitoCall[] {
  const calls: CognitoCall[] = [];
  server.use(
    http.post(COGNITO, async ({ request }) => {
      const action = request.headers.get('x-amz-target')?.split('.')[1] ?? '';
      calls.push({ action, body: (await request.json()) as CognitoCall['body'] });
      const answer = answers[action];
      if (typeof answer === 'object') return HttpResponse.json(answer);
      return HttpResponse.json({ __type: answer, message }, { status: 400 });
    }),
  );
  return calls;
}

const configIs = (body: object, status = 200) =>
  server.use(http.get('/config.json', () => HttpResponse.json(body, { status })));

describe('the configuration', () => {
  it.each([
    [{ ...config, region: undefined }, /region/],
    [{ ...config, cognito_endpoint: 'nowhere' }, /cognito_endpoint/],
    [[], /the file/],
  ])('is refused with the name of what is wrong', async (body, words) => {
    configIs(body);
    const error = await openAmplifyAuth().catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ConfigError);
    expect(String(error)).toMatch(words);
  });

  it('is a fault of the deployment when missing, and may be tried again while starting', async () => {
    configIs({}, 404);
    await expect(openAmplifyAuth()).rejects.toBeInstanceOf(ConfigError);
    configIs({}, 503);
    await expect(openAmplifyAuth()).rejects.toBeInstanceOf(ProblemError);
  });

  it('is not the front page that answers for a missing file', async () => {
    server.use(http.get('/config.json', () => HttpResponse.html('<!doctype html>')));
    await expect(openAmplifyAuth()).rejects.toBeInstanceOf(ConfigError);
  });
});

describe('the port to Cognito', () => {
  let auth: AuthPort;
  beforeEach(async () => {
    configIs(config);
    auth = await openAmplifyAuth();
  });

  it('signs up with the attributes the profile is made from', async () => {
    const calls = cognitoAnswers({ SignUp: { UserConfirmed: false, UserSub: 's' } });
    await auth.signUp({ displayName: 'Kim', handle: 'kim', email: EMAIL, password: 'Boom-1234' });
    expect(calls[0]?.body).toMatchObject({
      Username: EMAIL,
      Password: 'Boom-1234',
      ClientId: 'testclient',
      UserAttributes: [
        { Name: 'name', Value: 'Kim' },
        { Name: 'preferred_username', Value: 'kim' },
        { Name: 'email', Value: EMAIL },
      ],
    });
  });

  it('never sends a password to sign in, only the beginning of SRP', async () => {
    const calls = cognitoAnswers({ InitiateAuth: 'NotAuthorizedException' });
    await expect(auth.signIn(EMAIL, 'Boom-1234')).rejects.toThrow('wrong_credentials');
    expect(calls[0]?.body).toMatchObject({ AuthFlow: 'USER_SRP_AUTH' });
    expect(JSON.stringify(calls)).not.toContain('Boom-1234');
  });

  it.each([
    ['UserNotConfirmedException', 'not_confirmed', 'm'],
    ['UserNotFoundException', 'wrong_credentials', 'm'],
    ['TooManyRequestsException', 'too_many_attempts', 'm'],
    ['NotAuthorizedException', 'too_many_attempts', 'Password attempts exceeded'],
    ['NotAuthorizedException', 'disabled', 'User is disabled.'],
    ['SomethingNewException', 'unknown', 'm'],
  ])('translates %s at sign-in to %s', async (type, failure, message) => {
    cognitoAnswers({ InitiateAuth: type }, message);
    await expect(auth.signIn(EMAIL, 'x')).rejects.toThrow(failure);
  });

  it.each([
    ['CodeMismatchException', 'code_mismatch', 'm'],
    ['ExpiredCodeException', 'code_expired', 'm'],
    ['LimitExceededException', 'too_many_attempts', 'm'],
    ['NotAuthorizedException', 'already_confirmed', 'Current status is CONFIRMED'],
  ])('translates %s at the code to %s', async (type, failure, message) => {
    cognitoAnswers({ ConfirmSignUp: type }, message);
    await expect(auth.confirmSignUp(EMAIL, '000000')).rejects.toThrow(failure);
  });

  it('translates a taken address and a refused password at sign-up', async () => {
    const account = { displayName: 'K', handle: 'kim', email: EMAIL, password: 'x' };
    cognitoAnswers({ SignUp: 'UsernameExistsException' });
    await expect(auth.signUp(account)).rejects.toThrow('account_exists');
    cognitoAnswers({ SignUp: 'InvalidPasswordException' });
    await expect(auth.signUp(account)).rejects.toThrow('password_rejected');
  });

  it('does not tell whether an address has an account', async () => {
    cognitoAnswers({ ForgotPassword: 'UserNotFoundException' });
    await expect(auth.startRecovery(EMAIL)).resolves.toBeUndefined();
  });

  it('tells a missing connection', async () => {
    server.use(http.post(COGNITO, () => HttpResponse.error()));
    await expect(auth.startRecovery(EMAIL)).rejects.toThrow('network');
  });

  it('has no token when nobody is signed in', async () => {
    await expect(auth.accessToken(false)).resolves.toBeNull();
  });
});
