import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { keys } from '@/api/keys';
import { homeFeedOf, publicFeedOf } from '@/testing/answers';
import { aMe, anActivity, aUser } from '@/testing/data';
import { renderApp } from '@/testing/render-app';
import { server } from '@/testing/server';

const tab = (name: string) =>
  within(screen.getByRole('navigation', { name: 'Feeds' })).getByRole('link', { name });
const messages = () =>
  within(screen.getByRole('feed'))
    .getAllByRole('article')
    .map((card) => card.querySelector('p')?.textContent);

describe('the two feeds of the front page', () => {
  beforeEach(() => {
    server.use(
      homeFeedOf(anActivity({ message: 'by a friend' })),
      publicFeedOf(anActivity({ message: 'by anybody' })),
    );
  });

  it('begin with the followed; the choice is in the address and remembered', async () => {
    const { history, unmount, user } = renderApp('/', { me: aMe() });
    expect(await screen.findByText('by a friend')).toBeVisible();
    expect(tab('Following')).toHaveAttribute('aria-current', 'page');
    await user.click(tab('Everybody'));
    expect(await screen.findByText('by anybody')).toBeVisible();
    expect(screen.queryByText('by a friend')).not.toBeInTheDocument();
    expect(history.location.href).toBe('/?feed=everybody');
    unmount();

    const again = renderApp('/', { me: aMe() });
    expect(await screen.findByText('by anybody')).toBeVisible();
    await waitFor(() => expect(again.history.location.href).toBe('/?feed=everybody'));
    await again.user.click(tab('Following'));
    expect(await screen.findByText('by a friend')).toBeVisible();
    expect(again.history.location.href).toBe('/');
  });

  it('goes by the address before it goes by memory', async () => {
    window.localStorage.setItem('cruddur.feed', 'everybody');
    renderApp('/?feed=following', { me: aMe() });
    expect(await screen.findByText('by a friend')).toBeVisible();
  });

  it('are one for strangers, whatever the address says', async () => {
    renderApp('/?feed=following');
    expect(await screen.findByText('by anybody')).toBeVisible();
    expect(screen.queryByRole('navigation', { name: 'Feeds' })).not.toBeInTheDocument();
  });

  it('are each found again where they were left', async () => {
    const scrollTo = vi.fn();
    vi.stubGlobal('scrollTo', scrollTo);
    const { user } = renderApp('/', { me: aMe() });
    await screen.findByText('by a friend');
    vi.stubGlobal('scrollY', 1234);
    await user.click(tab('Everybody'));
    await screen.findByText('by anybody');
    vi.stubGlobal('scrollY', 77);
    scrollTo.mockClear();
    await user.click(tab('Following'));
    await screen.findByText('by a friend');
    expect(scrollTo).toHaveBeenCalledWith(0, 1234);
  });

  it('have a button for new cruds each', async () => {
    const { services, user } = renderApp('/', { me: aMe() });
    await screen.findByText('by a friend');
    server.use(homeFeedOf(anActivity({ message: 'friendly news' }), anActivity()));
    await act(() => services.queryClient.refetchQueries({ queryKey: keys.homeFeedHead }));
    expect(await screen.findByRole('button', { name: '2 new cruds' })).toBeVisible();
    await user.click(tab('Everybody'));
    await screen.findByText('by anybody');
    expect(screen.queryByRole('button', { name: /new crud/ })).not.toBeInTheDocument();
  });

  it('both have what one posts oneself on top', async () => {
    server.use(
      http.post('/api/activities', () =>
        HttpResponse.json(anActivity({ message: 'mine' }), { status: 201 }),
      ),
    );
    const { user } = renderApp('/?feed=everybody', { me: aMe() });
    await screen.findByText('by anybody');
    await user.click(tab('Following'));
    await screen.findByText('by a friend');
    fireEvent.change(await screen.findByLabelText('Your crud'), { target: { value: 'mine' } });
    await user.click(
      within(screen.getByRole('form', { name: 'Write a crud' })).getByRole('button', {
        name: 'Crud',
      }),
    );
    await waitFor(() => expect(messages()).toEqual(['mine', 'by a friend']));
    await user.click(tab('Everybody'));
    await waitFor(() => expect(messages()).toEqual(['mine', 'by anybody']));
  });
});

describe('the front page of a newcomer', () => {
  it('explains itself and names people to follow, but not oneself nor the followed', async () => {
    const by = (handle: string) => anActivity({ author: { handle, display_name: handle } });
    const viewer = { following: false, followed_by: false };
    server.use(
      homeFeedOf(),
      publicFeedOf(by('mina'), by('nova'), by('mina'), by('olu')),
      http.get('/api/users/mina', () =>
        HttpResponse.json(aUser({ handle: 'mina', display_name: 'Mina', viewer })),
      ),
      http.get('/api/users/olu', () =>
        HttpResponse.json(
          aUser({ handle: 'olu', display_name: 'Olu', viewer: { ...viewer, following: true } }),
        ),
      ),
    );
    const { user, history } = renderApp('/', { me: aMe() });
    expect(await screen.findByText('It’s quiet at home')).toBeVisible();
    const people = within(await screen.findByRole('region', { name: 'People to follow' }));
    expect(await people.findByRole('button', { name: 'Follow @mina' })).toBeVisible();
    await waitFor(() => expect(people.getAllByRole('listitem')).toHaveLength(1));
    await user.click(screen.getByRole('link', { name: 'See everybody’s cruds' }));
    await waitFor(() => expect(history.location.href).toBe('/?feed=everybody'));
    expect(await screen.findAllByRole('article')).toHaveLength(4);
  });
});
