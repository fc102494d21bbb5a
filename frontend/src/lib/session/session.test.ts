import { describe, expect, it, vi } from 'vitest';
import { NetworkError, SessionEndedError } from '@/api/problem';
import { FakeAuth } from '@/testing/fake-auth';
import { AuthError } from './auth-port';
import { Session } from './session';
import { hasStoredSession } from './stored-session';

describe('Session', () => {
  it('does not load the identity provider for a stranger', async () => {
    const open = vi.fn();
    const session = new Session({ open, hasStoredSession: () => false });
    await expect(session.accessToken()).rejects.toBeInstanceOf(SessionEndedError);
    expect(open).not.toHaveBeenCalled();
  });

  it('tries again to load it after a failure', async () => {
    const auth = new FakeAuth();
    auth.token = 't';
    const open = vi.fn<() => Promise<FakeAuth>>().mockRejectedValueOnce(new NetworkError());
    open.mockResolvedValue(auth);
    const session = new Session({ open, hasStoredSession: () => true });
    await expect(session.accessToken()).rejects.toBeInstanceOf(NetworkError);
    await expect(session.accessToken()).resolves.toBe('t');
  });

  it('shares one renewal among calls at the same time', async () => {
    const auth = new FakeAuth();
    auth.token = 't';
    const session = new Session({
      open: () => Promise.resolve(auth),
      hasStoredSession: () => true,
    });
    await Promise.all([session.accessToken({ force: true }), session.accessToken({ force: true })]);
    expect(auth.forced).toEqual([true]);
  });

  it('is kept when the renewal could not be asked for', async () => {
    const auth = new FakeAuth();
    auth.accessToken = () => Promise.reject(new AuthError('network'));
    const session = new Session({
      open: () => Promise.resolve(auth),
      hasStoredSession: () => true,
    });
    await expect(session.accessToken()).rejects.toBeInstanceOf(NetworkError);
    expect(session.state.status).toBe('signed-in');
  });

  it('follows other tabs', () => {
    let stored = true;
    const session = new Session({ open: vi.fn(), hasStoredSession: () => stored });
    const unfollow = session.follow(window);
    stored = false;
    window.dispatchEvent(new StorageEvent('storage'));
    expect(session.state).toEqual({ status: 'signed-out', ended: false });
    unfollow();
  });
});

describe('hasStoredSession', () => {
  it('knows what Amplify leaves', () => {
    expect(hasStoredSession()).toBe(false);
    window.localStorage.setItem('CognitoIdentityServiceProvider.client.LastAuthUser', 'u');
    expect(hasStoredSession()).toBe(true);
  });
});
