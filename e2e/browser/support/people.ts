import { randomBytes } from 'node:crypto';
import { siteConfig } from './product';

/*
 * The marks below are those of the Go package `leak`: after the run the logs are searched
 * for them, because none of this may be logged.
 */
const PASSWORD_MARK = 'Hush-hush-';
const EMAIL_DOMAIN = '@e2e.cruddur.test';
const MESSAGE_MARK = 'psst';

/** What a person fills in to sign up. */
export interface Account {
  handle: string;
  displayName: string;
  email: string;
  password: string;
}

/** Somebody whom no test has met before. */
export function newAccount(displayName = 'Robin Ash'): Account {
  const unique = randomBytes(5).toString('hex');
  return {
    handle: `b_${unique}`,
    displayName,
    email: `${unique}${EMAIL_DOMAIN}`,
    password: newPassword(),
  };
}

/** A password that the pool takes. */
export function newPassword(): string {
  return `${PASSWORD_MARK}${randomBytes(4).toString('hex')}A1`;
}

/** The text of a crud, unlike any other. */
export function words(text: string): string {
  return `${MESSAGE_MARK} ${text} ${randomBytes(3).toString('hex')}`;
}

/** The account of the seeds whose password `make up` prints. */
export const nova: Account = {
  handle: 'nova',
  displayName: 'Nova',
  email: 'nova@cruddur.test',
  password: 'Burn-after-reading-1',
};

/** Makes a confirmed account behind the site's back, where signing up isn't what is tested. */
export async function register(account = newAccount()): Promise<Account> {
  const { user_pool_client_id, local_codes } = await siteConfig();
  await cognito('SignUp', {
    ClientId: user_pool_client_id,
    Username: account.email,
    Password: account.password,
    UserAttributes: [
      { Name: 'email', Value: account.email },
      { Name: 'name', Value: account.displayName },
      { Name: 'preferred_username', Value: account.handle },
    ],
  });
  await cognito('ConfirmSignUp', {
    ClientId: user_pool_client_id,
    Username: account.email,
    ConfirmationCode: local_codes.sign_up,
  });
  return account;
}

async function cognito(operation: string, body: object): Promise<void> {
  const { cognito_endpoint } = await siteConfig();
  const answer = await fetch(cognito_endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${operation}: ${answer.status} ${await answer.text()}`);
}
