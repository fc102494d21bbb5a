import { screen, waitFor } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import type { HandleAvailability } from '@/api/models';
import { homeFeedOf, meIs, problem, publicFeedOf } from '@/testing/answers';
import { aMe } from '@/testing/data';
import { renderApp } from '@/testing/render-app';
import { server } from '@/testing/server';

const PASSWORD = 'Boom-1234';

beforeEach(() => {
  const refused: Record<string, HandleAvailability['reason']> = {
    nova: 'taken',
    admin: 'reserved',
  };
  server.use(
    publicFeedOf(),
    homeFeedOf(),
    http.get('/api/handles/:handle', ({ params }) => {
      const handle = String(params.handle);
      const reason = refused[handle];
      return HttpResponse.json({ handle, available: !reason, ...(reason ? { reason } : {}) });
    }),
  );
});

async function fillIn(user: UserEvent, handle: string) {
  await user.type(await screen.findByLabelText('Display name'), 'Kim Lee');
  await user.type(screen.getByLabelText('Handle'), handle);
  await user.type(screen.getByLabelText('E-mail'), 'kim@example.org');
  await user.type(screen.getByLabelText('Password'), PASSWORD);
}
const create = () => screen.getByRole('button', { name: 'Create account' });

describe('signing up', () => {
  it('goes from the form over the code to the place one came from', async () => {
    server.use(meIs(aMe({ handle: 'kim', display_name: 'Kim Lee' })));
    const { auth, history, user } = renderApp('/signup?return_to=%2Fabout');
    await fillIn(user, 'kim');
    expect(await screen.findByText('@kim is yours if you’re quick.')).toBeVisible();
    await user.click(create());
    expect(await screen.findByText(/your code is/)).toHaveTextContent('123456');
    expect(auth.accounts.get('kim@example.org')).toMatchObject({
      displayName: 'Kim Lee',
      handle: 'kim',
    });
    await user.type(screen.getByLabelText('Code'), '123 456');
    await user.click(screen.getByRole('button', { name: 'Confirm' }));
    await waitFor(() => expect(history.location.pathname).toBe('/about'));
    expect(auth.token).toBe('token of kim@example.org');
  });

  it.each([
    ['nova', '@nova is taken.'],
    ['admin', '@admin is reserved.'],
  ])('says while typing that %s can’t be had, and does not go on', async (handle, words) => {
    const { auth, history, user } = renderApp('/signup');
    await fillIn(user, handle);
    expect(await screen.findByText(words)).toBeVisible();
    await user.click(create());
    expect(history.location.pathname).toBe('/signup');
    expect(auth.accounts.size).toBe(0);
    expect(screen.getByLabelText('Handle')).toHaveFocus();
  });

  it('names every fault of the form at its field', async () => {
    const { user } = renderApp('/signup');
    await user.type(await screen.findByLabelText('Handle'), 'a b');
    await user.type(screen.getByLabelText('Password'), 'short');
    await user.click(create());
    expect(await screen.findByText('What should people call you?')).toBeVisible();
    expect(screen.getByText('Letters, digits and _ only.')).toBeVisible();
    expect(screen.getByText('Enter your e-mail address.')).toBeVisible();
    expect(screen.getByText('Not strong enough yet.')).toBeVisible();
    await user.type(screen.getByLabelText('E-mail'), 'kim at example');
    expect(await screen.findByText('That isn’t an e-mail address.')).toBeVisible();
  });

  it('keeps saying what a password needs while it is refused', async () => {
    const { user } = renderApp('/signup');
    await user.type(await screen.findByLabelText('Password'), 'abcdefgh1');
    await user.click(create());
    expect(await screen.findByText('Not strong enough yet.')).toBeVisible();
    expect(screen.getByText('Upper-case letter')).toHaveTextContent('not met yet');
    expect(screen.getByText('Digit')).toHaveTextContent(': met');
    expect(screen.getByLabelText('Password')).toHaveAccessibleDescription(
      /Not strong enough yet.*Symbol, like #\?@!: not met yet/s,
    );
  });

  it('ticks off what a password needs, and shows it on demand', async () => {
    const { user } = renderApp('/signup');
    const password = await screen.findByLabelText('Password');
    await user.type(password, 'abcdefgh');
    expect(screen.getByText('8 characters or more')).toHaveTextContent('met');
    expect(screen.getByText('Digit')).toHaveTextContent('not met yet');
    expect(password).toHaveAttribute('type', 'password');
    await user.click(screen.getByRole('button', { name: 'Show password' }));
    expect(password).toHaveAttribute('type', 'text');
    expect(password).toHaveAttribute('autocomplete', 'new-password');
  });

  it('says that an account exists, and keeps what was typed', async () => {
    const { auth, user } = renderApp('/signup');
    auth.failure = 'account_exists';
    await fillIn(user, 'kim');
    await user.click(create());
    expect(await screen.findByRole('alert')).toHaveTextContent('already an account');
    expect(screen.getByLabelText('Handle')).toHaveValue('kim');
  });

  it('asks for another handle when somebody was quicker, then goes on', async () => {
    server.use(
      http.get('/api/me', () => problem(409, 'handle_taken')),
      http.post('/api/me', async ({ request }) => {
        const { handle } = (await request.json()) as { handle: string };
        if (handle === 'kim2') return problem(409, 'handle_taken');
        return HttpResponse.json(aMe({ handle }));
      }),
    );
    const { auth, history, user } = renderApp('/signin');
    const account = { displayName: 'Kim', handle: 'kim', email: 'kim@example.org' };
    auth.accounts.set(account.email, { ...account, password: PASSWORD, confirmed: true });
    await user.type(await screen.findByLabelText('E-mail'), account.email);
    await user.type(screen.getByLabelText('Password'), PASSWORD);
    await user.click(screen.getByRole('button', { name: 'Sign in' }));

    expect(await screen.findByRole('heading', { name: 'Choose another handle' })).toBeVisible();
    const take = () => user.click(screen.getByRole('button', { name: 'Take this one' }));
    await user.type(screen.getByLabelText('Handle'), 'kim2');
    await take();
    expect(await screen.findByText(/Taken as well/)).toBeVisible();
    await user.type(screen.getByLabelText('Handle'), '3');
    await take();
    await waitFor(() => expect(history.location.pathname).toBe('/'));
    expect(await screen.findByLabelText('Your crud')).toBeVisible();
  });
});
