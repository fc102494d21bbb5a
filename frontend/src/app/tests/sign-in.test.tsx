import { screen, waitFor } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ConfigError } from '@/api/problem';
import type { AuthFailure } from '@/lib/session/auth-port';
import { homeFeedOf, meIs, publicFeedOf } from '@/testing/answers';
import { aMe } from '@/testing/data';
import { FakeAuth } from '@/testing/fake-auth';
import { renderApp } from '@/testing/render-app';
import { server } from '@/testing/server';

const EMAIL = 'kim@example.org';

function authWithKim(confirmed = true): FakeAuth {
  const auth = new FakeAuth();
  const kim = { displayName: 'Kim', handle: 'kim', email: EMAIL, password: 'Boom-1234' };
  auth.accounts.set(EMAIL, { ...kim, confirmed });
  return auth;
}

async function signIn(user: UserEvent, password = 'Boom-1234') {
  await user.type(await screen.findByLabelText('E-mail'), EMAIL);
  await user.type(screen.getByLabelText('Password'), password);
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
}

beforeEach(() => server.use(publicFeedOf(), homeFeedOf(), meIs(aMe({ handle: 'kim' }))));

describe('signing in', () => {
  it.each([
    ['/about', '/about'],
    ['//evil.example', '/'],
  ])('asked to return to %s goes to %s', async (target, place) => {
    const path = `/signin?return_to=${encodeURIComponent(target)}`;
    const { history, user } = renderApp(path, { auth: authWithKim() });
    await signIn(user);
    await waitFor(() => expect(history.location.href).toBe(place));
  });

  it('tells a wrong password in words, and keeps the address', async () => {
    const { user } = renderApp('/signin', { auth: authWithKim() });
    await signIn(user, 'wrong');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'E-mail address or password is wrong.',
    );
    expect(screen.getByLabelText('E-mail')).toHaveValue(EMAIL);
  });

  it.each<[AuthFailure, RegExp]>([
    ['network', /could not reach the sign-in service/],
    ['too_many_attempts', /Too many tries/],
    ['disabled', /suspended/],
    ['unknown', /Something broke/],
  ])('has words for %s', async (failure, words) => {
    const auth = authWithKim();
    const { user } = renderApp('/signin', { auth });
    auth.failure = failure;
    await signIn(user);
    expect(await screen.findByRole('alert')).toHaveTextContent(words);
  });

  it('goes to the code with the address kept when it was never confirmed, and on from there', async () => {
    const { auth, history, user } = renderApp('/signin', { auth: authWithKim(false) });
    await signIn(user);
    expect(await screen.findByRole('heading', { name: 'Check your mail' })).toBeVisible();
    expect(screen.getByText(EMAIL)).toBeVisible();
    await user.type(screen.getByLabelText('Code'), '000000');
    await user.click(screen.getByRole('button', { name: 'Confirm' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('isn’t the code');
    await user.clear(screen.getByLabelText('Code'));
    await user.type(screen.getByLabelText('Code'), '123456');
    await user.click(screen.getByRole('button', { name: 'Confirm' }));
    await waitFor(() => expect(history.location.pathname).toBe('/'));
    expect(auth.token).not.toBeNull();
  });

  it('asks for the password again when the page was reloaded before the code', async () => {
    const { history, user } = renderApp(`/confirm?email=${encodeURIComponent(EMAIL)}`, {
      auth: authWithKim(false),
    });
    await user.type(await screen.findByLabelText('Code'), '123456');
    await user.click(screen.getByRole('button', { name: 'Confirm' }));
    await waitFor(() => expect(history.location.pathname).toBe('/signin'));
    expect(await screen.findByLabelText('E-mail')).toHaveValue(EMAIL);
  });

  it('sends another code, but not twice at once', async () => {
    const { user } = renderApp('/confirm?email=kim%40example.org', { auth: authWithKim(false) });
    await user.click(await screen.findByRole('button', { name: 'Send a new code' }));
    expect(await screen.findByText(/A new code is on its way/)).toBeVisible();
    expect(screen.getByRole('button', { name: /New code in \d+ s/ })).toBeDisabled();
  });

  it('recovers with a code and a new password', async () => {
    const { auth, history, user } = renderApp('/signin', { auth: authWithKim() });
    await user.type(await screen.findByLabelText('E-mail'), EMAIL);
    await user.click(screen.getByRole('link', { name: 'Forgot your password?' }));
    await user.click(await screen.findByRole('button', { name: 'Send code' }));
    expect(await screen.findByText(/your code is/)).toHaveTextContent('654321');
    await user.type(screen.getByLabelText('Code'), '654321');
    await user.type(screen.getByLabelText('New password'), 'Fresh-5678');
    await user.click(screen.getByRole('button', { name: 'Save and sign in' }));
    await waitFor(() => expect(history.location.pathname).toBe('/'));
    expect(auth.accounts.get(EMAIL)?.password).toBe('Fresh-5678');
    expect(auth.token).not.toBeNull();
  });

  it('signs out, and leaves nothing of the person behind', async () => {
    const { auth, services, user } = renderApp('/', { auth: authWithKim(), me: aMe() });
    await user.type(await screen.findByLabelText('Your crud'), 'secret');
    const [chip] = await screen.findAllByRole('button', { name: /^Account of/ });
    if (!chip) throw new Error('no account menu');
    await user.click(chip);
    await user.click(await screen.findByRole('menuitem', { name: 'Sign out' }));
    await waitFor(() => expect(auth.token).toBeNull());
    await waitFor(() => expect(screen.queryByLabelText('Your crud')).not.toBeInTheDocument());
    expect(services.queryClient.getQueryData(['me'])).toBeUndefined();
    expect(window.sessionStorage.getItem('cruddur.draft')).toBeNull();
  });

  it('shows over the whole page that the site is not set up right', async () => {
    // React reports what an error boundary caught.
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const auth = new FakeAuth();
    auth.accessToken = () => Promise.reject(new ConfigError('/config.json is not valid: region.'));
    renderApp('/', { auth, me: aMe() });
    expect(await screen.findByText('This Cruddur isn’t set up right')).toBeVisible();
    expect(screen.getByText('/config.json is not valid: region.')).toBeVisible();
  });
});
