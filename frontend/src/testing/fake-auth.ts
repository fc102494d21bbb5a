import {
  AuthError,
  type AuthFailure,
  type AuthPort,
  type NewAccount,
} from '@/lib/session/auth-port';
import type { RuntimeConfig } from '@/lib/session/runtime-config';

/** An identity provider in memory, with the codes of the local stack; it can be told to fail. */
export class FakeAuth implements AuthPort {
  readonly config: RuntimeConfig = {
    region: 'eu-west-1',
    user_pool_id: 'eu-west-1_test',
    user_pool_client_id: 'client',
    environment: 'test',
    local_codes: { sign_up: '123456', recover: '654321' },
  };
  readonly accounts = new Map<string, NewAccount & { confirmed: boolean }>();
  readonly forced: boolean[] = [];
  token: string | null = null;
  failure: AuthFailure | undefined;

  signUp(account: NewAccount): Promise<void> {
    return this.#act(() => {
      if (this.accounts.has(account.email)) throw new AuthError('account_exists');
      this.accounts.set(account.email, { ...account, confirmed: false });
    });
  }

  confirmSignUp(email: string, code: string): Promise<void> {
    return this.#act(() => {
      const account = this.accounts.get(email);
      if (!account || code !== this.config.local_codes?.sign_up)
        throw new AuthError('code_mismatch');
      account.confirmed = true;
    });
  }

  resendCode(): Promise<void> {
    return this.#act(() => undefined);
  }

  signIn(email: string, password: string): Promise<void> {
    return this.#act(() => {
      const account = this.accounts.get(email);
      if (account?.password !== password) throw new AuthError('wrong_credentials');
      if (!account.confirmed) throw new AuthError('not_confirmed');
      this.token = `token of ${email}`;
    });
  }

  signOut(): Promise<void> {
    this.token = null;
    return Promise.resolve();
  }

  startRecovery(): Promise<void> {
    return this.#act(() => undefined);
  }

  finishRecovery(email: string, code: string, password: string): Promise<void> {
    return this.#act(() => {
      const account = this.accounts.get(email);
      if (!account || code !== this.config.local_codes?.recover)
        throw new AuthError('code_mismatch');
      account.password = password;
    });
  }

  accessToken(force: boolean): Promise<string | null> {
    this.forced.push(force);
    return Promise.resolve(this.token);
  }

  #act(action: () => void): Promise<void> {
    return new Promise((resolve) => {
      if (this.failure) throw new AuthError(this.failure);
      action();
      resolve();
    });
  }
}
