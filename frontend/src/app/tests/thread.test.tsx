import { act, screen, waitFor, within } from '@testing-library/react';
import { onlineManager } from '@tanstack/react-query';
import { http, HttpResponse } from 'msw';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Activity } from '@/api/models';
import { inPages, problem, publicFeedOf, repliesAre, threadIs } from '@/testing/answers';
import { aMe, anActivity, aPlace, aReply, aStone } from '@/testing/data';
import { renderApp } from '@/testing/render-app';
import { server } from '@/testing/server';

const pageOf = (activity: Activity) => `/@${activity.author.handle}/cruds/${activity.id}`;
const messagesIn = (list: HTMLElement) =>
  within(list)
    .queryAllByRole('article')
    .map((card) => card.querySelector('p')?.textContent);
const replies = () => screen.findByRole('feed', { name: 'Replies' });

afterEach(() => onlineManager.setOnline(true));

describe('a crud’s page', () => {
  it('shows what it replies to from the first crud down, and stones in between', async () => {
    const root = anActivity({ message: 'the beginning' });
    const stone = aStone();
    const parent = aReply(root, {
      message: 'the parent',
      author: { handle: 'mina', display_name: 'Mina' },
    });
    const crud = aReply(parent, { message: 'the reply itself' });
    server.use(...threadIs(crud, { ancestors: [aPlace(parent), stone, aPlace(root)] }));
    renderApp(pageOf(crud));
    const above = await screen.findByRole('region', { name: 'What this replies to' });
    await within(above).findByText('the parent');
    expect(above).toHaveTextContent(/the beginning.*This reply was deleted.*the parent/s);
    expect(screen.getByRole('link', { name: '@mina' })).toHaveAttribute('href', pageOf(parent));
    expect(screen.getByText('the reply itself')).toBeVisible();
  });

  it('asks for no ancestors of a crud that began its thread', async () => {
    const crud = anActivity();
    // Asking would fail the test: only these are answered.
    server.use(
      http.get(`/api/activities/${crud.id}`, () => HttpResponse.json(crud)),
      repliesAre(crud.id),
    );
    renderApp(pageOf(crud));
    expect(await screen.findByText(/No replies yet/)).toBeVisible();
    expect(screen.queryByText(/Replying to/)).not.toBeInTheDocument();
  });

  it('goes up a long thread page by page', async () => {
    const root = anActivity({ message: 'the beginning' });
    const parent = aReply(root, { message: 'the parent' });
    const crud = aReply(parent);
    server.use(
      inPages(`/api/activities/${crud.id}/ancestors`, [[aPlace(parent)], [aPlace(root)]]),
      ...threadIs(crud),
    );
    const { user } = renderApp(pageOf(crud));
    await user.click(await screen.findByRole('button', { name: 'Show earlier' }));
    const above = screen.getByRole('region', { name: 'What this replies to' });
    await within(above).findByText('the beginning');
    expect(messagesIn(above)).toEqual(['the beginning', 'the parent']);
    expect(screen.queryByRole('button', { name: 'Show earlier' })).not.toBeInTheDocument();
  });

  it('says so when what it replies to doesn’t come, and tries again', async () => {
    const root = anActivity({ message: 'the beginning' });
    const crud = aReply(root);
    server.use(
      http.get(`/api/activities/${crud.id}/ancestors`, () => problem(500, 'internal'), {
        once: true,
      }),
      ...threadIs(crud, { ancestors: [aPlace(root)] }),
    );
    const { user } = renderApp(pageOf(crud));
    const line = (await screen.findByText(/What it replies to didn’t load/)).closest('p');
    if (!line) throw new Error('no line about what it replies to');
    await user.click(within(line).getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('the beginning')).toBeVisible();
  });

  it('lists the replies page by page and leads to the pages of those that were replied to', async () => {
    const crud = anActivity({ replies_count: 2 });
    const first = aReply(crud, { message: 'first', replies_count: 2 });
    const second = aReply(crud, { message: 'second' });
    server.use(
      inPages(`/api/activities/${crud.id}/replies`, [[aPlace(first)], [aPlace(second)]]),
      ...threadIs(crud),
      ...threadIs(first),
    );
    const { user, history } = renderApp(pageOf(crud));
    expect(await screen.findByRole('heading', { name: '2 replies' })).toBeVisible();
    await user.click(await screen.findByRole('button', { name: 'Load more' }));
    await screen.findByText('second');
    expect(messagesIn(await replies())).toEqual(['first', 'second']);
    await user.click(screen.getByRole('link', { name: '2 replies' }));
    await waitFor(() => expect(history.location.pathname).toBe(pageOf(first)));
  });

  it('unfolds in place what hangs on a deleted reply', async () => {
    const crud = anActivity({ replies_count: 0 });
    const stone = aStone({ replies_count: 1 });
    server.use(
      ...threadIs(crud, { replies: [stone] }),
      repliesAre(stone.id, aPlace(aReply(crud, { message: 'hangs on it' }))),
    );
    const { user } = renderApp(pageOf(crud));
    const show = await screen.findByRole('button', { name: 'Show 1 reply' });
    expect(show).toHaveAttribute('aria-expanded', 'false');
    await user.click(show);
    expect(await screen.findByText('hangs on it')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Hide 1 reply' }));
    expect(screen.queryByText('hangs on it')).not.toBeInTheDocument();
  });

  it('shows the crud although its replies fail, and recovers', async () => {
    const crud = anActivity({ message: 'still here' });
    const reply = aReply(crud, { message: 'at last' });
    server.use(
      http.get(`/api/activities/${crud.id}/replies`, () => problem(500, 'internal'), {
        once: true,
      }),
      ...threadIs(crud, { replies: [aPlace(reply)] }),
    );
    const { user } = renderApp(pageOf(crud));
    expect(await screen.findByText('req-42')).toBeVisible();
    expect(screen.getByText('still here')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('at last')).toBeVisible();
  });

  it('says that it is offline where the replies would be', async () => {
    const crud = anActivity({ message: 'from the feed' });
    server.use(publicFeedOf(crud), ...threadIs(crud));
    const { user } = renderApp('/');
    await screen.findByText('from the feed');
    act(() => onlineManager.setOnline(false));
    await user.click(screen.getByText('from the feed'));
    expect(await screen.findByText('No connection')).toBeVisible();
    expect(screen.getByText('from the feed')).toBeVisible();
  });

  it('says that a reply lives with its thread', async () => {
    const crud = aReply(anActivity());
    server.use(...threadIs(crud));
    const { user } = renderApp(pageOf(crud));
    await user.hover(
      await screen.findByRole('button', { name: /^6 d: burns in .*, with its thread$/ }),
    );
    const tip = await screen.findByRole('tooltip');
    expect(tip).toHaveTextContent('It lives as long as the crud its thread began with.');
  });
});

describe('arriving at a reply', () => {
  // A hundred pixels a crud, for jsdom knows no layout.
  beforeEach(() => {
    const heights = vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get');
    heights.mockImplementation(function (this: HTMLElement) {
      return 100 * this.querySelectorAll('article').length;
    });
  });
  const scrolled = () => {
    const by = vi.fn<(options?: ScrollToOptions) => void>();
    vi.stubGlobal('scrollBy', by);
    return () => by.mock.calls.map(([options]) => options?.top);
  };

  it('keeps it in sight when what it replies to comes above, and when more of that comes', async () => {
    const by = scrolled();
    const root = anActivity();
    const [grandparent, parent] = [aReply(root), aReply(root)];
    const crud = aReply(parent);
    server.use(
      inPages(`/api/activities/${crud.id}/ancestors`, [
        [aPlace(parent), aPlace(grandparent)],
        [aPlace(root)],
      ]),
      ...threadIs(crud),
    );
    const { user } = renderApp(pageOf(crud));
    await screen.findByText(parent.message);
    expect(by()).toEqual([200]);
    await user.click(screen.getByRole('button', { name: 'Show earlier' }));
    await screen.findByText(root.message);
    expect(by()).toEqual([200, 100]);
  });

  it('leaves the scroll position to the router on the way back', async () => {
    const by = scrolled();
    const root = anActivity({ author: { handle: 'mina', display_name: 'Mina' } });
    const crud = aReply(root);
    server.use(...threadIs(crud, { ancestors: [aPlace(root)] }), ...threadIs(root));
    const { user, history } = renderApp(pageOf(crud));
    await user.click(await screen.findByRole('link', { name: '@mina' }));
    await waitFor(() => expect(history.location.pathname).toBe(pageOf(root)));
    const before = by().length;
    act(() => history.back());
    await screen.findByRole('region', { name: 'What this replies to' });
    await screen.findByText(crud.message);
    expect(by()).toHaveLength(before);
  });
});

describe('deleting', () => {
  const menuOf = async (user: ReturnType<typeof renderApp>['user'], message: string) => {
    const crud = (await screen.findByText(message)).closest('article');
    if (!crud) throw new Error(`${message} is in no crud`);
    await user.click(await within(crud).findByRole('button', { name: 'More about this crud' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Delete' }));
  };
  const deletes = (activity: Activity) =>
    http.delete(`/api/activities/${activity.id}`, () => new HttpResponse(null, { status: 204 }));

  it('leaves a stone where a reply has replies, and nothing where it has none', async () => {
    const crud = anActivity({ replies_count: 2, author: { handle: 'mina', display_name: 'Mina' } });
    const answered = aReply(crud, { message: 'answered', replies_count: 3 });
    const plain = aReply(crud, { message: 'plain' });
    server.use(
      ...threadIs(crud, { replies: [aPlace(answered), aPlace(plain)] }),
      deletes(answered),
      deletes(plain),
    );
    const { user } = renderApp(pageOf(crud), { me: aMe() });
    await menuOf(user, 'answered');
    const question = await screen.findByRole('alertdialog', { name: 'Delete this reply?' });
    expect(question).toHaveAccessibleDescription(
      /A stone stays in its place, because it has 3 replies/,
    );
    const { id, created_at } = answered;
    server.use(repliesAre(crud.id, { id, created_at, replies_count: 3 }, aPlace(plain)));
    await user.click(within(question).getByRole('button', { name: 'Delete reply' }));
    expect(await screen.findByRole('button', { name: 'Show 3 replies' })).toBeVisible();
    expect(screen.getByRole('heading', { name: '1 reply' })).toBeVisible();

    await menuOf(user, 'plain');
    server.use(repliesAre(crud.id, { id, created_at, replies_count: 3 }));
    await user.click(await screen.findByRole('button', { name: 'Delete reply' }));
    await waitFor(() => expect(screen.queryByText('plain')).not.toBeInTheDocument());
    expect(screen.queryByRole('heading', { name: '1 reply' })).not.toBeInTheDocument();
  });

  it('warns that the thread goes with the crud it began with, and shows its page as burned', async () => {
    const crud = anActivity({ message: 'it all began here', replies_count: 1204 });
    const reply = aReply(crud, { message: 'goes along' });
    server.use(...threadIs(crud, { replies: [aPlace(reply)] }), deletes(crud));
    const { user, services } = renderApp(pageOf(crud), { me: aMe() });
    await screen.findByText('goes along');
    await menuOf(user, 'it all began here');
    const question = await screen.findByRole('alertdialog', { name: 'Delete this crud?' });
    expect(question).toHaveAccessibleDescription(/whole thread goes with it: 1,204 replies/);
    await user.click(within(question).getByRole('button', { name: 'Delete crud' }));
    expect(await screen.findByText('This crud has burned')).toBeVisible();
    const cached = services.queryClient
      .getQueryCache()
      .getAll()
      .map((query) => query.state.data);
    expect(JSON.stringify(cached)).not.toContain('goes along');
  });
});
