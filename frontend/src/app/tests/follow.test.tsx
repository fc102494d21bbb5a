import { act, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { removeActivity } from '@/api/activity-cache';
import type { Me, User } from '@/api/models';
import { homeFeedOf, problem, publicFeedOf, userIs } from '@/testing/answers';
import { aMe, anActivity, aUser } from '@/testing/data';
import { FakeAuth } from '@/testing/fake-auth';
import { renderApp } from '@/testing/render-app';
import { server } from '@/testing/server';

const stranger = { following: false, followed_by: false };

/** Mina, as a server sees her that can be told to fail. */
function minaOnServer(change: Partial<User> = {}) {
  let mina = aUser({
    handle: 'mina',
    display_name: 'Mina',
    followers_count: 7,
    following_count: 1,
    viewer: stranger,
    ...change,
  });
  const asked: string[] = [];
  const seenTokens: (string | null)[] = [];
  const state = {
    asked,
    seenTokens,
    /** Called before a follow or unfollow is done; what it returns is answered in its place. */
    meanwhile: (): Response | undefined | Promise<Response | undefined> => undefined,
    /** Lets requests wait until what it returns is called. */
    hold: () => {
      const held: (() => void)[] = [];
      state.meanwhile = () => new Promise((resolve) => held.push(() => resolve(undefined)));
      return () => {
        state.meanwhile = () => undefined;
        held.forEach((release) => release());
      };
    },
    set: (following: boolean) => {
      if (mina.viewer?.following === following) return;
      const followers_count = mina.followers_count + (following ? 1 : -1);
      mina = { ...mina, followers_count, viewer: { ...(mina.viewer ?? stranger), following } };
    },
  };
  const answer = (method: string, following: boolean) => async () => {
    asked.push(method);
    const instead = await state.meanwhile();
    if (instead) return instead;
    state.set(following);
    return HttpResponse.json(mina);
  };
  server.use(
    http.get('/api/users/mina', ({ request }) => {
      const token = request.headers.get('authorization');
      seenTokens.push(token);
      const { viewer, ...anyones } = mina;
      return HttpResponse.json(token ? { ...anyones, viewer } : anyones);
    }),
    http.put('/api/users/mina/follow', answer('PUT', true)),
    http.delete('/api/users/mina/follow', answer('DELETE', false)),
    ...userIs(mina),
  );
  return state;
}

const openProfile = (me?: Me) => renderApp('/@mina', me ? { me } : {});
const followButton = (name = 'Follow @mina') => screen.findByRole('button', { name });

describe('following somebody', () => {
  it('shows it at once, and counts as the server does', async () => {
    const mina = minaOnServer();
    const go = mina.hold();
    const { user } = openProfile(aMe());
    await user.click(await followButton());
    expect(await followButton('Following @mina')).toBeVisible();
    expect(screen.getByRole('link', { name: '7 followers' })).toBeVisible();
    act(go);
    expect(await screen.findByRole('link', { name: '8 followers' })).toBeVisible();
    expect(await screen.findByText('You follow @mina')).toBeInTheDocument();
    expect(mina.asked).toEqual(['PUT']);
  });

  it('is followed once by a double click', async () => {
    const mina = minaOnServer();
    const { user } = openProfile(aMe());
    await user.dblClick(await followButton());
    expect(await screen.findByRole('link', { name: '8 followers' })).toBeVisible();
    expect(await followButton('Following @mina')).toBeVisible();
    expect(mina.asked).toEqual(['PUT']);
  });

  it('goes by the last of many clicks, and asks for nothing in between', async () => {
    const mina = minaOnServer();
    const go = mina.hold();
    const { user } = openProfile(aMe());
    await user.click(await followButton());
    await waitFor(() => expect(mina.asked).toEqual(['PUT']));
    for (const name of ['Following @mina', 'Follow @mina', 'Following @mina']) {
      expect(await followButton(name)).toHaveFocus();
      await user.keyboard('{Enter}');
    }
    act(go);
    await waitFor(() => expect(mina.asked).toEqual(['PUT', 'DELETE']));
    expect(await followButton('Follow @mina')).toBeVisible();
    expect(await screen.findByText('You no longer follow @mina')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: '7 followers' })).toBeVisible();
  });

  it('takes back what the server refuses, and says why', async () => {
    const mina = minaOnServer();
    mina.meanwhile = () => problem(409, 'follow_limit');
    const { user } = openProfile(aMe());
    await user.click(await followButton());
    expect(await screen.findByRole('alert')).toHaveTextContent('You follow 5,000 people');
    expect(await followButton()).toBeVisible();
    expect(screen.getByRole('link', { name: '7 followers' })).toBeVisible();
  });

  it('asks again when the answer was lost, for it may have happened', async () => {
    const mina = minaOnServer();
    mina.meanwhile = () => {
      mina.set(true);
      return HttpResponse.error();
    };
    const { user } = openProfile(aMe());
    await user.click(await followButton());
    expect(await screen.findByRole('alert')).toHaveTextContent('could not reach Cruddur');
    expect(await followButton('Following @mina')).toBeVisible();
    expect(screen.getByRole('link', { name: '8 followers' })).toBeVisible();
  });

  it('offers to unfollow under the pointer, but not right after following', async () => {
    minaOnServer({ viewer: { following: true, followed_by: false } });
    const { user } = openProfile(aMe());
    const button = await followButton('Following @mina');
    await user.hover(button);
    expect(button).toHaveAccessibleName('Unfollow @mina');
    await user.click(button);
    expect(button).toHaveAccessibleName('Follow @mina');
    await user.click(button);
    expect(button).toHaveAccessibleName('Following @mina');
    await user.unhover(button);
    await user.hover(button);
    expect(button).toHaveAccessibleName('Unfollow @mina');
  });

  it('sends strangers to sign in, and back', async () => {
    const mina = minaOnServer();
    openProfile();
    const link = await screen.findByRole('link', { name: 'Follow @mina' });
    expect(link).toHaveAttribute('href', '/signin?return_to=%2F%40mina');
    expect(mina.seenTokens).toEqual([null]);
  });

  it('looks anew when somebody else looks', async () => {
    const mina = minaOnServer({ viewer: { following: true, followed_by: true } });
    const { services } = openProfile(aMe());
    expect(await followButton('Following @mina')).toBeVisible();
    expect(screen.getByText('Follows you')).toBeVisible();
    await act(() => services.session.signOut());
    expect(await screen.findByRole('link', { name: 'Follow @mina' })).toBeVisible();
    expect(screen.queryByText('Follows you')).not.toBeInTheDocument();
    expect(mina.seenTokens).toEqual(['Bearer a token', null]);
  });

  it('shows a public page to who only believed to be signed in', async () => {
    const mina = minaOnServer();
    const { auth, services } = openProfile(aMe());
    await followButton();
    auth.token = null;
    await act(() => services.queryClient.refetchQueries({ queryKey: ['user'] }));
    expect(await screen.findByRole('link', { name: 'Follow @mina' })).toBeVisible();
    expect(mina.seenTokens.at(-1)).toBeNull();
  });

  it('has no button for oneself', async () => {
    server.use(...userIs(aUser()));
    renderApp('/@nova', { me: aMe() });
    expect(await screen.findByRole('button', { name: 'Edit profile' })).toBeVisible();
    expect(screen.queryByRole('button', { name: /^Follow/ })).not.toBeInTheDocument();
  });
});

describe('a suspended person', () => {
  it('has a page that says so', async () => {
    server.use(http.get('/api/users/mina', () => problem(404, 'user_suspended')));
    openProfile();
    expect(await screen.findByText('This account is suspended')).toBeVisible();
    expect(screen.queryByText(/Nobody goes by/)).not.toBeInTheDocument();
  });

  it('is told, may read, and may leave', async () => {
    server.use(
      publicFeedOf(anActivity({ message: 'for all to read' })),
      http.get('/api/me', () => problem(403, 'account_suspended')),
      http.get('/api/feeds/home', () => problem(403, 'account_suspended')),
    );
    const auth = new FakeAuth();
    auth.token = 'a token';
    const { user } = renderApp('/', { auth });
    expect(await screen.findByText('Your account is suspended')).toBeVisible();
    expect(await screen.findByText('for all to read')).toBeVisible();
    expect(screen.queryByRole('navigation', { name: 'Feeds' })).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Sign out' }));
    expect((await screen.findAllByText('Join the party!')).length).toBeGreaterThan(0);
    expect(screen.queryByText('Your account is suspended')).not.toBeInTheDocument();
  });
});

describe('the home feed after following', () => {
  it('brings the cruds of the person behind the button, wherever they belong', async () => {
    minaOnServer();
    const old = anActivity({
      message: 'by mina',
      author: { handle: 'mina', display_name: 'Mina' },
    });
    const mine = anActivity({ message: 'my own' });
    server.use(homeFeedOf(mine), publicFeedOf(mine, old));
    const { services, user } = renderApp('/', { me: aMe({ following_count: 0 }) });
    await screen.findByText('my own');
    const home = within(screen.getByRole('feed', { name: 'Cruds of those you follow' }));
    server.use(homeFeedOf(mine, old));
    await user.click(await followButton());
    await user.click(await screen.findByRole('button', { name: '1 new crud' }));
    expect(home.getByText('by mina')).toBeVisible();
    // Who was followed from the list stays in it.
    expect(await followButton('Following @mina')).toBeVisible();
    services.queryClient.clear();
  });

  it('loses the cruds of who is followed no longer, and is fetched anew when come back to', async () => {
    minaOnServer({ viewer: { following: true, followed_by: false } });
    const theirs = anActivity({ message: 'bye', author: { handle: 'mina', display_name: 'Mina' } });
    const ending = anActivity({ message: 'ends meanwhile' });
    const below = anActivity({ message: 'was on no page yet' });
    server.use(homeFeedOf(theirs, ending));
    const { history, services, user } = renderApp('/', { me: aMe() });
    await screen.findByText('bye');
    act(() => history.push('/@mina'));
    server.use(homeFeedOf(below));
    await user.click(await followButton('Following @mina'));
    await followButton();
    // What else happens to the list must not make it pass for the feed it is now.
    act(() => removeActivity(services.queryClient, ending));
    act(() => history.back());
    expect(await screen.findByText('was on no page yet')).toBeVisible();
    expect(screen.queryByText('bye')).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /new crud/ })).not.toBeInTheDocument();
  });
});
