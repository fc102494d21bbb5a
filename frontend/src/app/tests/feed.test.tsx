import { act, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { keys } from '@/api/keys';
import type { Activity } from '@/api/models';
import { homeFeedOf, problem, publicFeedOf, threadIs } from '@/testing/answers';
import { aMe, anActivity } from '@/testing/data';
import { renderApp } from '@/testing/render-app';
import { server } from '@/testing/server';

const shownMessages = () =>
  within(screen.getByRole('feed'))
    .queryAllByRole('article')
    .map((card) => card.querySelector('p')?.textContent);

/** Answers with pages that overlap, as when something is posted between two requests. */
function feedInPages(pages: Record<string, Activity[]>) {
  const names = Object.keys(pages);
  return http.get('/api/feeds/public', ({ request }) => {
    const name = new URL(request.url).searchParams.get('cursor') ?? names[0] ?? '';
    const next = names[names.indexOf(name) + 1];
    return HttpResponse.json({ items: pages[name], ...(next ? { next_cursor: next } : {}) });
  });
}

describe('the front page', () => {
  it('shows strangers the feed and the invitation, and nothing to write with', async () => {
    server.use(publicFeedOf(anActivity({ message: 'hello' })));
    renderApp('/');
    expect(await screen.findByText('hello')).toBeVisible();
    expect(screen.getAllByText('Join the party!').length).toBeGreaterThan(0);
    expect(screen.queryByLabelText('Your crud')).not.toBeInTheDocument();
    expect(document.title).toBe('Cruddur');
  });

  it('loads further pages and shows nothing twice', async () => {
    const [old, middle, fresh] = [anActivity(), anActivity(), anActivity()];
    server.use(feedInPages({ one: [fresh, middle], two: [middle, old] }));
    const { user } = renderApp('/');
    await user.click(await screen.findByRole('button', { name: 'Load more' }));
    await screen.findByText(old.message);
    expect(shownMessages()).toEqual([fresh.message, middle.message, old.message]);
    expect(screen.getByText(/all that is still burning/)).toBeVisible();
  });

  it('keeps the list and offers another try when a further page fails', async () => {
    const first = anActivity();
    server.use(
      http.get('/api/feeds/public', ({ request }) =>
        request.url.includes('cursor')
          ? problem(400, 'bad_cursor', { detail: 'The cursor is not one of ours.' })
          : HttpResponse.json({ items: [first], next_cursor: 'x' }),
      ),
    );
    const { user } = renderApp('/');
    await user.click(await screen.findByRole('button', { name: 'Load more' }));
    expect(await screen.findByText('The cursor is not one of ours.')).toBeVisible();
    expect(screen.getByText(first.message)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Try again' })).toBeVisible();
  });

  it('lets newer cruds wait behind a button', async () => {
    const seen = anActivity();
    server.use(publicFeedOf(seen));
    const { services, user } = renderApp('/');
    await screen.findByText(seen.message);
    const fresh = anActivity();
    server.use(publicFeedOf(fresh, seen));
    await act(() => services.queryClient.refetchQueries({ queryKey: keys.publicFeedHead }));
    const pill = await screen.findByRole('button', { name: '1 new crud' });
    expect(shownMessages()).toEqual([seen.message]);
    await user.click(pill);
    expect(shownMessages()).toEqual([fresh.message, seen.message]);
    expect(screen.queryByRole('button', { name: '1 new crud' })).not.toBeInTheDocument();
  });

  it('says when nothing is there, and notices when something comes', async () => {
    server.use(publicFeedOf());
    const { services, user } = renderApp('/');
    expect(await screen.findByText('Nothing is burning')).toBeVisible();
    server.use(publicFeedOf(anActivity({ message: 'first of all' })));
    await act(() => services.queryClient.refetchQueries({ queryKey: keys.publicFeedHead }));
    await user.click(await screen.findByRole('button', { name: '1 new crud' }));
    expect(screen.getByText('first of all')).toBeVisible();
  });

  it('shows an error with the request id, and recovers', async () => {
    server.use(http.get('/api/feeds/public', () => problem(500, 'internal')));
    const { user } = renderApp('/');
    expect(await screen.findByText('req-42')).toBeVisible();
    server.use(publicFeedOf(anActivity({ message: 'back again' })));
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('back again')).toBeVisible();
  });

  it('opens a crud by a click on it, but leaves links inside alone', async () => {
    const crud = anActivity({ message: 'see https://example.org/x and @mina' });
    server.use(publicFeedOf(crud), ...threadIs(crud));
    const { user, history } = renderApp('/');
    const link = await screen.findByRole('link', { name: 'example.org/x' });
    expect(link).toHaveAttribute('href', 'https://example.org/x');
    expect(link).toHaveAttribute('rel', 'nofollow ugc noopener');
    await user.click(link);
    expect(history.location.pathname).toBe('/');
    await user.click(screen.getByText(/^see/));
    await waitFor(() => expect(history.location.pathname).toBe(`/@nova/cruds/${crud.id}`));
  });

  it('goes from crud to crud by Page Down and opens by Enter', async () => {
    const [second, first] = [anActivity(), anActivity()];
    server.use(publicFeedOf(first, second), ...threadIs(second));
    const { user, history } = renderApp('/');
    const cards = await screen.findAllByRole('article');
    cards[0]?.focus();
    await user.keyboard('{PageDown}');
    expect(cards[1]).toHaveFocus();
    await user.keyboard('{Enter}');
    await waitFor(() => expect(history.location.pathname).toContain(second.id));
  });

  it('deletes an own crud after asking, and nobody else’s', async () => {
    const mine = anActivity({ message: 'regretted' });
    const other = anActivity({ author: { handle: 'mina', display_name: 'Mina' } });
    server.use(
      homeFeedOf(mine, other),
      http.delete(`/api/activities/${mine.id}`, () => new HttpResponse(null, { status: 204 })),
    );
    const { user } = renderApp('/', { me: aMe() });
    await user.click(await screen.findByRole('button', { name: 'More about this crud' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Delete' }));
    const dialog = await screen.findByRole('alertdialog', { name: 'Delete this crud?' });
    await user.click(within(dialog).getByRole('button', { name: 'Delete crud' }));
    await waitFor(() => expect(shownMessages()).toEqual([other.message]));
  });
});
