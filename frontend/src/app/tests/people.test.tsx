import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { onlineManager } from '@tanstack/react-query';
import { http, HttpResponse } from 'msw';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { User, UserSummary } from '@/api/models';
import { problem, publicFeedOf, userIs } from '@/testing/answers';
import { aMe, anActivity, aUser } from '@/testing/data';
import { renderApp } from '@/testing/render-app';
import { server } from '@/testing/server';

afterEach(() => onlineManager.setOnline(true));

const viewer = { following: false, followed_by: false };
const aPerson = (handle: string, change: Partial<UserSummary> = {}): UserSummary => ({
  handle,
  display_name: `The one called ${handle}`,
  bio: '',
  viewer,
  ...change,
});
const rows = () =>
  within(screen.getByRole('list', { name: 'Followers' }))
    .getAllByRole('listitem')
    .map((row) => row.textContent);

describe('the list of followers', () => {
  it('loads page after page, shows nobody twice, and follows from the list', async () => {
    const long = aPerson('dee', { display_name: 'W'.repeat(50), bio: 'Says little.' });
    server.use(
      ...userIs(aUser()),
      http.get('/api/users/nova/followers', ({ request }) =>
        HttpResponse.json(
          request.url.includes('cursor=two')
            ? { items: [aPerson('bo'), long] }
            : {
                items: [
                  aPerson('al', { viewer: { following: false, followed_by: true } }),
                  aPerson('bo'),
                ],
                next_cursor: 'two',
              },
        ),
      ),
      http.put('/api/users/bo/follow', () =>
        HttpResponse.json(aUser({ handle: 'bo', viewer: { ...viewer, following: true } })),
      ),
    );
    const { user } = renderApp('/@nova/followers', { me: aMe({ handle: 'kim' }) });
    await user.click(await screen.findByRole('button', { name: 'Load more' }));
    await screen.findByText('Says little.');
    expect(rows()).toHaveLength(3);
    expect(rows()[0]).toContain('Follows you');
    expect(screen.getByRole('button', { name: 'Follow back @al' })).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Follow @bo' }));
    expect(await screen.findByText('You follow @bo')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Following @bo' })).toBeVisible();
    expect(rows()).toHaveLength(3);
  });

  it('keeps what is there when a further page fails', async () => {
    server.use(
      ...userIs(aUser()),
      http.get('/api/users/nova/followers', ({ request }) =>
        request.url.includes('cursor')
          ? problem(500, 'internal')
          : HttpResponse.json({ items: [aPerson('al')], next_cursor: 'two' }),
      ),
    );
    const { user } = renderApp('/@nova/followers');
    await user.click(await screen.findByRole('button', { name: 'Load more' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Something broke');
    expect(screen.getByRole('button', { name: 'Try again' })).toBeVisible();
    expect(rows()).toHaveLength(1);
    expect(screen.getByRole('link', { name: 'Follow @al' })).toHaveAttribute(
      'href',
      '/signin?return_to=%2F%40nova%2Ffollowers',
    );
  });

  it('says when there is nobody, to oneself in other words', async () => {
    server.use(
      ...userIs(aUser()),
      http.get('/api/users/nova/followers', () => HttpResponse.json({ items: [] })),
      http.get('/api/users/nova/following', () => HttpResponse.json({ items: [] })),
    );
    const { user } = renderApp('/@nova/followers', { me: aMe() });
    expect(await screen.findByText('Nobody follows you yet')).toBeVisible();
    await user.click(screen.getByRole('link', { name: 'Following' }));
    expect(await screen.findByText('You follow nobody yet')).toBeVisible();
  });

  it('shows an error and recovers', async () => {
    server.use(
      ...userIs(aUser()),
      http.get('/api/users/nova/followers', () => problem(500, 'internal')),
    );
    const { user } = renderApp('/@nova/followers');
    expect(await screen.findByText('req-42')).toBeVisible();
    server.use(
      http.get('/api/users/nova/followers', () => HttpResponse.json({ items: [aPerson('al')] })),
    );
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('The one called al')).toBeVisible();
  });

  it('says that it is offline', async () => {
    // Asked when the test is over, and the net back.
    server.use(http.get('/api/users/nova', () => problem(404, 'not_found')));
    act(() => onlineManager.setOnline(false));
    renderApp('/@nova/followers');
    expect(await screen.findByText('No connection')).toBeVisible();
  });

  it.each([
    ['not_found', 'Nobody goes by @nova'],
    ['user_suspended', 'This account is suspended'],
  ])('has no list for %s', async (code, words) => {
    server.use(http.get('/api/users/nova', () => problem(404, code)));
    renderApp('/@nova/followers');
    expect(await screen.findByText(words)).toBeVisible();
  });
});

/** jsdom knows of no :focus-visible after the Tab key. */
function focusIsVisible() {
  // eslint-disable-next-line @typescript-eslint/unbound-method
  const { matches } = Element.prototype;
  vi.spyOn(Element.prototype, 'matches').mockImplementation(function (this: Element, selector) {
    return matches.call(this, selector === ':focus-visible' ? ':focus' : selector);
  });
}

describe('the card beside a name', () => {
  const person: User = aUser({
    bio: 'Night shift.',
    viewer: { following: false, followed_by: true },
  });
  const card = () => document.querySelector<HTMLElement>('[data-person-card]');
  const name = async () =>
    within(await screen.findByRole('article')).getByRole('link', { name: /^Nova Okafor/ });

  async function openFeed() {
    const asked: string[] = [];
    server.use(
      publicFeedOf(anActivity()),
      http.get('/api/users/nova', ({ request }) => {
        asked.push(request.url);
        return HttpResponse.json(person);
      }),
    );
    const view = renderApp('/?feed=everybody', { me: aMe({ handle: 'kim' }) });
    await name();
    // What listens comes after the first paint.
    await import('../person-hover');
    await act(() => Promise.resolve());
    return { ...view, asked };
  }

  it('comes when the pointer rests on it, and stays while the pointer is on either', async () => {
    const { user } = await openFeed();
    await user.hover(await name());
    await waitFor(() => expect(card()).toBeInTheDocument());
    const shown = within(card() as HTMLElement);
    expect(await shown.findByText('Night shift.')).toBeVisible();
    expect(shown.getByText('Follows you')).toBeVisible();
    expect(shown.getByRole('link', { name: '3 followers' })).toBeVisible();
    await user.hover(shown.getByText('Night shift.'));
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(card()).toBeInTheDocument();
    await user.hover(screen.getByRole('heading', { name: 'Home' }));
    await waitFor(() => expect(card()).not.toBeInTheDocument());
  });

  it('does not come to who only passes by, nor by touch', async () => {
    const { user, asked } = await openFeed();
    await user.hover(await name());
    await user.hover(screen.getByRole('heading', { name: 'Home' }));
    fireEvent.pointerOver(await name(), { pointerType: 'touch' });
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(card()).not.toBeInTheDocument();
    expect(asked.length).toBeLessThanOrEqual(1);
  });

  it('comes to the keyboard’s focus and goes by Escape', async () => {
    const { user } = await openFeed();
    focusIsVisible();
    screen.getByRole('article').focus();
    await user.tab();
    expect(await name()).toHaveFocus();
    await waitFor(() => expect(card()).toBeInTheDocument());
    await user.keyboard('{Escape}');
    await waitFor(() => expect(card()).not.toBeInTheDocument());
    expect(await name()).toHaveFocus();
  });
});
