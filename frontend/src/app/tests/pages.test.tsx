import { act, screen, waitFor } from '@testing-library/react';
import { onlineManager } from '@tanstack/react-query';
import { http } from 'msw';
import { afterEach, describe, expect, it } from 'vitest';
import { exactTime } from '@/lib/text/time';
import { problem, publicFeedOf, threadIs } from '@/testing/answers';
import { anActivity } from '@/testing/data';
import { renderApp } from '@/testing/render-app';
import { server } from '@/testing/server';

afterEach(() => onlineManager.setOnline(true));

describe('pages', () => {
  it('has one for addresses that lead nowhere', async () => {
    renderApp('/no/such/page');
    expect(await screen.findByText('What the #?@! is this address?')).toBeVisible();
    expect(screen.getByRole('link', { name: 'To the front page' })).toHaveAttribute('href', '/');
    expect(document.title).toBe('Not found · Cruddur');
  });

  it.each([404, 422])('shows a crud that answers %d as burned', async (status) => {
    server.use(http.get('/api/activities/gone', () => problem(status, 'x')));
    renderApp('/@nova/cruds/gone');
    expect(await screen.findByText('This crud has burned')).toBeVisible();
  });

  it('puts the author’s handle in a crud’s address', async () => {
    const crud = anActivity();
    server.use(...threadIs(crud));
    const { history } = renderApp(`/@somebody/cruds/${crud.id}`);
    expect(await screen.findByText(crud.message)).toBeVisible();
    await waitFor(() => expect(history.location.pathname).toBe(`/@nova/cruds/${crud.id}`));
    expect(history.length).toBe(1);
  });

  it('prints when a crud was posted and when it burns, to the second', async () => {
    const crud = anActivity();
    server.use(...threadIs(crud));
    renderApp(`/@nova/cruds/${crud.id}`);
    const time = (iso: string) => exactTime(Date.parse(iso));
    expect(await screen.findByText(time(crud.expires_at))).toHaveAttribute(
      'datetime',
      crud.expires_at,
    );
    expect(screen.getByText(time(crud.created_at))).toHaveAttribute('datetime', crud.created_at);
  });

  it('is honest about what it can’t do', async () => {
    renderApp('/about');
    expect(await screen.findByText(/can’t stop a screenshot/)).toBeVisible();
  });

  it('says that it is offline when there is nothing to show, and comes back', async () => {
    server.use(publicFeedOf(anActivity({ message: 'at last' })));
    act(() => onlineManager.setOnline(false));
    renderApp('/');
    expect(await screen.findByText('No connection')).toBeVisible();
    act(() => onlineManager.setOnline(true));
    expect(await screen.findByText('at last')).toBeVisible();
  });

  it('moves focus to the heading of the page gone to, and announces it', async () => {
    server.use(publicFeedOf());
    const { user } = renderApp('/');
    const [about] = await screen.findAllByRole('link', { name: 'About' });
    if (!about) throw new Error('no way to the about page');
    await user.click(about);
    await waitFor(() => expect(screen.getByRole('heading', { name: 'About' })).toHaveFocus());
    expect(await screen.findByText('About · Cruddur')).toBeInTheDocument();
  });

  it('sends strangers away from choosing a handle', async () => {
    const { history } = renderApp('/handle');
    await waitFor(() => expect(history.location.pathname).toBe('/signin'));
  });

  it('goes round the themes', async () => {
    server.use(publicFeedOf());
    const { user } = renderApp('/');
    const [button] = await screen.findAllByRole('button', { name: /^Theme: as the device/ });
    if (!button) throw new Error('no theme button');
    await user.click(button);
    expect(document.documentElement).toHaveAttribute('data-theme', 'dark');
    await user.click(button);
    expect(document.documentElement).toHaveAttribute('data-theme', 'light');
    await user.click(button);
    expect(document.documentElement).not.toHaveAttribute('data-theme');
  });
});
