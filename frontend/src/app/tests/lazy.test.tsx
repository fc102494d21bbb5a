import { act, screen, waitFor } from '@testing-library/react';
import { onlineManager } from '@tanstack/react-query';
import { http } from 'msw';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { homeFeedOf, problem, publicFeedOf } from '@/testing/answers';
import { aMe } from '@/testing/data';
import { renderApp } from '@/testing/render-app';
import { server } from '@/testing/server';

const net = vi.hoisted(() => ({ down: true }));

/** The code comes only while the net is up. */
async function code<T>(original: () => Promise<T>): Promise<T> {
  const module = await original();
  return new Proxy(module as T & object, {
    get: (target, name) => {
      // What a promise resolves with is asked for this.
      if (name === 'then') return undefined;
      if (net.down) throw new TypeError('Failed to fetch');
      return Reflect.get(target, name) as unknown;
    },
  });
}
// Once there, code stays there: every test asks for another piece.
vi.mock('@/app/routes/about-route', code);
vi.mock('@/app/routes/auth-routes', code);
vi.mock('@/app/routes/expiry-route', code);
vi.mock('@/features/compose/compose-dialog', code);

beforeEach(() => {
  net.down = true;
  server.use(publicFeedOf(), homeFeedOf());
});
afterEach(() => onlineManager.setOnline(true));

async function goBy(name: string) {
  const view = renderApp('/');
  const [link] = await screen.findAllByRole('link', { name });
  if (!link) throw new Error(`no link ${name}`);
  await view.user.click(link);
  return view;
}

describe('code that doesn’t come', () => {
  it('leaves the frame, says so in the page, and comes when tried again', async () => {
    const { history, user } = await goBy('About');
    expect(await screen.findByText('This page didn’t load')).toBeVisible();
    expect(history.location.pathname).toBe('/about');
    await waitFor(() => expect(screen.getByRole('heading', { name: 'Not loaded' })).toHaveFocus());
    expect(screen.getAllByRole('navigation', { name: 'Main' })[0]).toBeInTheDocument();
    net.down = false;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText(/can’t stop a screenshot/)).toBeVisible();
  });

  it('says that there is no connection, and comes when there is', async () => {
    server.use(http.get('/api/status', () => problem(500, 'internal')));
    act(() => onlineManager.setOnline(false));
    await goBy('What happens when it burns');
    expect(await screen.findByRole('heading', { name: 'Offline' })).toBeInTheDocument();
    net.down = false;
    act(() => onlineManager.setOnline(true));
    expect(await screen.findByText(/No funeral, no archive/)).toBeVisible();
  });

  it('gives a page without the frame one, to lead back by', async () => {
    renderApp('/signin');
    expect(await screen.findByText('This page didn’t load')).toBeVisible();
    expect(screen.getAllByRole('link', { name: 'Home' })[0]).toHaveAttribute('href', '/');
  });

  it('says in place of a dialog that it didn’t come; the page stays as it is', async () => {
    const { user } = renderApp('/', { me: aMe() });
    const [write] = await screen.findAllByRole('button', { name: 'New crud' });
    if (!write) throw new Error('no way to write');
    await user.click(write);
    expect(await screen.findByRole('alert')).toHaveTextContent('The editor didn’t load.');
    expect(screen.getByRole('heading', { level: 1, name: 'Home' })).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Close' }));
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    net.down = false;
    await user.click(write);
    expect(await screen.findByRole('dialog', { name: 'New crud' })).toBeVisible();
  });
});
