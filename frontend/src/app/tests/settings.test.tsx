import { act, screen, waitFor } from '@testing-library/react';
import { onlineManager } from '@tanstack/react-query';
import { http, HttpResponse } from 'msw';
import { afterEach, describe, expect, it } from 'vitest';
import { homeFeedOf, meIs, problem, publicFeedOf } from '@/testing/answers';
import { aMe } from '@/testing/data';
import { renderApp } from '@/testing/render-app';
import { server } from '@/testing/server';

afterEach(() => {
  onlineManager.setOnline(true);
  delete document.documentElement.dataset.theme;
});

const lifeField = () => screen.findByLabelText<HTMLSelectElement>('New cruds burn after');

describe('settings', () => {
  it('are for people who are in', async () => {
    const { history } = renderApp('/settings');
    await waitFor(() => expect(history.location.href).toBe('/signin?return_to=%2Fsettings'));
  });

  it('are reached by the rail and by the account’s menu', async () => {
    server.use(homeFeedOf());
    const { user, history } = renderApp('/', { me: aMe() });
    expect(await screen.findByRole('link', { name: 'Settings' })).toHaveAttribute(
      'href',
      '/settings',
    );
    const [account] = await screen.findAllByRole('button', { name: /^Account of/ });
    if (!account) throw new Error('no menu of the account');
    await user.click(account);
    await user.click(await screen.findByRole('menuitem', { name: 'Settings' }));
    await waitFor(() => expect(history.location.pathname).toBe('/settings'));
  });

  it('change the theme at once', async () => {
    const { user } = renderApp('/settings', { me: aMe() });
    expect(await screen.findByRole('radio', { name: 'As the device' })).toBeChecked();
    await user.click(screen.getByRole('radio', { name: 'Light' }));
    expect(document.documentElement).toHaveAttribute('data-theme', 'light');
    expect(window.localStorage.getItem('cruddur.theme')).toBe('light');
  });

  it('save the default life as soon as it is chosen', async () => {
    let sent: unknown;
    server.use(
      http.patch('/api/me', async ({ request }) => {
        sent = await request.json();
        return HttpResponse.json(aMe({ default_ttl: '1-hour' }));
      }),
    );
    const { services, user } = renderApp('/settings', { me: aMe() });
    await user.selectOptions(await lifeField(), '1 hour');
    expect(await screen.findByText('Saved.')).toBeVisible();
    expect(sent).toEqual({ default_ttl: '1-hour' });
    expect(services.queryClient.getQueryData(['me'])).toMatchObject({ default_ttl: '1-hour' });
  });

  it('take the life back when it could not be saved, and say so', async () => {
    server.use(http.patch('/api/me', () => problem(503, 'unavailable')));
    const { user } = renderApp('/settings', { me: aMe() });
    await user.selectOptions(await lifeField(), '1 hour');
    expect(await screen.findByText(/^Not saved\. Cruddur is catching its breath/)).toBeVisible();
    expect(await lifeField()).toHaveValue('7-days');
  });

  it('don’t pretend to save offline', async () => {
    renderApp('/settings', { me: aMe() });
    await lifeField();
    act(() => onlineManager.setOnline(false));
    expect(await lifeField()).toBeDisabled();
    expect(screen.getByText(/offline; this can’t be changed/)).toBeVisible();
  });

  it('work for this browser while the account can’t be asked', async () => {
    const { user } = renderApp('/settings', { me: aMe() });
    server.use(http.get('/api/me', () => problem(500, 'internal')));
    expect(await screen.findByText('req-42')).toBeVisible();
    expect(screen.getByRole('switch', { name: 'Keyboard shortcuts' })).toBeChecked();
    server.use(meIs(aMe()));
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await lifeField()).toHaveValue('7-days');
  });

  it('open the editor of the profile', async () => {
    const { user } = renderApp('/settings', { me: aMe() });
    await user.click(await screen.findByRole('button', { name: 'Edit profile' }));
    expect(await screen.findByRole('dialog', { name: 'Edit profile' })).toBeVisible();
  });

  it('sign out, to the front page and not to the sign-in page', async () => {
    server.use(homeFeedOf(), publicFeedOf());
    const { auth, history, user } = renderApp('/settings', { me: aMe() });
    await user.click(await screen.findByRole('button', { name: 'Sign out' }));
    expect((await screen.findAllByText('Join the party!')).length).toBeGreaterThan(0);
    expect(history.location.pathname).toBe('/');
    expect(auth.token).toBeNull();
  });
});
