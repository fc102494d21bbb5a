import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { onlineManager } from '@tanstack/react-query';
import { http, HttpResponse } from 'msw';
import { afterEach, describe, expect, it } from 'vitest';
import { removeActivity } from '@/api/activity-cache';
import { applyLives } from '@/api/life-cache';
import type { Activity } from '@/api/models';
import { problem, threadIs, userIs } from '@/testing/answers';
import { aMe, anActivity, aPlace, aReply, aUser, lifeOf } from '@/testing/data';
import { renderApp } from '@/testing/render-app';
import { server } from '@/testing/server';

const mina = { handle: 'mina', display_name: 'Mina' };
const pageOf = (activity: Activity) => `/@${activity.author.handle}/cruds/${activity.id}`;

interface Posted {
  key: string | null;
  message: string;
}

/** Records the replies posted to `parent`, and answers with what the test says. */
function repliesAnsweredBy(parent: Activity, ...answers: (() => Response)[]): Posted[] {
  const posts: Posted[] = [];
  server.use(
    http.post(`/api/activities/${parent.id}/replies`, async ({ request }) => {
      const { message } = (await request.json()) as { message: string };
      posts.push({ key: request.headers.get('idempotency-key'), message });
      const answer = answers[posts.length - 1];
      const reply = aReply(parent, { message, created_at: new Date().toISOString() });
      return answer?.() ?? HttpResponse.json(reply, { status: 201 });
    }),
  );
  return posts;
}

const field = () => screen.findByLabelText<HTMLTextAreaElement>('Your reply');
const write = async (text: string) => fireEvent.change(await field(), { target: { value: text } });
const post = async (user: ReturnType<typeof renderApp>['user']) => {
  const form = screen.getByRole('form', { name: 'Write a reply' });
  await user.click(within(form).getByRole('button', { name: 'Reply' }));
};
const cardOf = async (message: string) => {
  const card = (await screen.findByText(message)).closest('article');
  if (!card) throw new Error(`${message} is in no crud`);
  return within(card);
};

afterEach(() => onlineManager.setOnline(true));

describe('replying on a crud’s page', () => {
  it('shows the reply at once, at the end, and counts it on every copy of the crud', async () => {
    const crud = anActivity({ author: mina, message: 'say something', replies_count: 1 });
    const earlier = aReply(crud, { message: 'was first' });
    server.use(...userIs(aUser(mina), crud), ...threadIs(crud, { replies: [aPlace(earlier)] }));
    const posts = repliesAnsweredBy(crud);
    const { user, history } = renderApp('/@mina', { me: aMe() });
    await user.click(await screen.findByText('say something'));
    await screen.findByText('was first');
    await write('  so was I ');
    await post(user);
    const list = await screen.findByRole('feed', { name: 'Replies' });
    await waitFor(() => expect(within(list).getAllByRole('article')).toHaveLength(2));
    expect(within(list).getAllByRole('article')[1]).toHaveTextContent('so was I');
    expect(posts).toMatchObject([{ message: 'so was I' }]);
    expect(await field()).toHaveValue('');
    expect(screen.getByRole('heading', { name: '2 replies' })).toBeVisible();
    expect(screen.getByText('Reply posted. It burns with its thread.')).toBeInTheDocument();
    act(() => history.back());
    expect(await screen.findByRole('button', { name: 'Reply, 2 replies' })).toBeVisible();
  });

  it('shows strangers the way in, which leads back here', async () => {
    const crud = anActivity({ author: mina });
    server.use(...threadIs(crud));
    renderApp(pageOf(crud));
    const link = await screen.findByRole('link', { name: 'Sign in to reply' });
    expect(link).toHaveAttribute('href', `/signin?return_to=${encodeURIComponent(pageOf(crud))}`);
    expect(screen.queryByLabelText('Your reply')).not.toBeInTheDocument();
  });

  it('keeps the words on a failure; a lost answer doesn’t post or count them twice', async () => {
    const crud = anActivity({ author: mina });
    const made = aReply(crud, { message: 'only once' });
    server.use(...threadIs(crud));
    const posts = repliesAnsweredBy(
      crud,
      () => problem(503, 'unavailable'),
      // It was posted, but nobody heard.
      () => {
        server.use(...threadIs({ ...crud, replies_count: 1 }, { replies: [aPlace(made)] }));
        return HttpResponse.error();
      },
      () => HttpResponse.json(made),
    );
    const { user, services } = renderApp(pageOf(crud), { me: aMe() });
    await write('only once');
    await post(user);
    expect(await screen.findByRole('alert')).toHaveTextContent('Cruddur is catching its breath');
    expect(await field()).toHaveValue('only once');
    await post(user);
    expect(await screen.findByText(/could not reach Cruddur/)).toBeVisible();
    await act(() => services.queryClient.refetchQueries());
    await post(user);
    await waitFor(async () => expect(await field()).toHaveValue(''));
    expect(screen.getAllByText('only once')).toHaveLength(1);
    expect(screen.getByRole('heading', { name: '1 reply' })).toBeVisible();
    expect(posts).toHaveLength(3);
    expect(new Set(posts.map(({ key }) => key)).size).toBe(1);
  });

  it('says that the crud has burned meanwhile, and keeps the words', async () => {
    const crud = anActivity({ author: mina });
    server.use(...threadIs(crud));
    repliesAnsweredBy(crud, () => {
      server.use(http.get(`/api/activities/${crud.id}`, () => problem(404, 'activity_not_found')));
      return problem(404, 'activity_not_found');
    });
    const { user } = renderApp(pageOf(crud), { me: aMe() });
    await write('too slow');
    await post(user);
    expect(await screen.findByText('This crud has burned')).toBeVisible();
    const lost = screen.getByRole('region', { name: 'Your unposted reply' });
    expect(within(lost).getByText('too slow')).toBeVisible();
    await user.click(within(lost).getByRole('button', { name: 'Copy words' }));
    expect(await navigator.clipboard.readText()).toBe('too slow');
    await user.click(within(lost).getByRole('button', { name: 'Discard' }));
    expect(screen.queryByText('too slow')).not.toBeInTheDocument();
  });

  it('does not post while offline, and keeps the draft', async () => {
    const crud = anActivity({ author: mina });
    server.use(...threadIs(crud));
    const posts = repliesAnsweredBy(crud);
    const { user } = renderApp(pageOf(crud), { me: aMe() });
    await write('later');
    act(() => onlineManager.setOnline(false));
    expect(await screen.findByText(/can’t be posted yet/)).toBeVisible();
    (await field()).focus();
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(posts).toEqual([]);
  });

  it('offers what others replied meanwhile', async () => {
    const crud = anActivity({ author: mina });
    server.use(...threadIs(crud));
    const { user, services } = renderApp(pageOf(crud));
    await screen.findByText(/No replies yet/);
    server.use(...threadIs(crud, { replies: [aPlace(aReply(crud, { message: 'news' }))] }));
    act(() =>
      applyLives(services.queryClient, [crud.id], [lifeOf({ ...crud, replies_count: 1 })], 0),
    );
    await user.click(await screen.findByRole('button', { name: 'Show 1 new reply' }));
    expect(await screen.findByText('news')).toBeVisible();
    expect(screen.queryByRole('button', { name: /new repl/ })).not.toBeInTheDocument();
  });
});

describe('replying from a card', () => {
  const openDialog = async (user: ReturnType<typeof renderApp>['user'], message: string) => {
    const card = await cardOf(message);
    await user.click(card.getByRole('button', { name: 'Reply' }));
    return screen.findByRole('dialog', { name: 'Reply' });
  };

  it('quotes what is replied to, and does not open it', async () => {
    const crud = anActivity({ author: mina, message: 'quote me' });
    server.use(...userIs(aUser(mina), crud));
    const posts = repliesAnsweredBy(crud);
    const { user, history } = renderApp('/@mina', { me: aMe() });
    const dialog = await openDialog(user, 'quote me');
    expect(within(dialog).getByText('quote me')).toBeVisible();
    expect(await field()).toHaveFocus();
    await write('as you like');
    await user.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    expect(posts).toMatchObject([{ message: 'as you like' }]);
    expect(
      (await cardOf('quote me')).getByRole('button', { name: 'Reply, 1 reply' }),
    ).toBeVisible();
    expect(history.location.pathname).toBe('/@mina');
  });

  it('keeps a draft for each crud: over closing and a reload, until it is discarded', async () => {
    const [one, other] = [
      anActivity({ author: mina, message: 'one' }),
      anActivity({ author: mina, message: 'other' }),
    ];
    server.use(...userIs(aUser(mina), one, other));
    const first = renderApp('/@mina', { me: aMe() });
    await openDialog(first.user, 'one');
    await write('to the one');
    await first.user.keyboard('{Escape}');
    await openDialog(first.user, 'other');
    expect(await field()).toHaveValue('');
    first.unmount();

    const { user } = renderApp('/@mina', { me: aMe() });
    const dialog = await openDialog(user, 'one');
    expect(await field()).toHaveValue('to the one');
    await user.click(within(dialog).getByRole('button', { name: 'Discard' }));
    expect(await field()).toHaveValue('');
    await user.keyboard('{Escape}');
    await openDialog(user, 'one');
    expect(await field()).toHaveValue('');
  });

  it('keeps the draft when the session ends, and leads to where it waits', async () => {
    const crud = anActivity({ author: mina, message: 'hold on' });
    server.use(...userIs(aUser(mina), crud));
    repliesAnsweredBy(
      crud,
      () => problem(401, 'unauthenticated'),
      () => problem(401, 'unauthenticated'),
    );
    const { user } = renderApp('/@mina', { me: aMe() });
    const dialog = await openDialog(user, 'hold on');
    await write('unsaid');
    await post(user);
    expect(
      await within(dialog).findByText('Your session ended. Your words are kept.'),
    ).toBeVisible();
    const link = within(dialog).getByRole('link', { name: 'Sign in to reply' });
    expect(link).toHaveAttribute('href', `/signin?return_to=${encodeURIComponent(pageOf(crud))}`);
    expect(window.sessionStorage.getItem(`cruddur.reply.${crud.id}`)).toContain('unsaid');
  });

  it('says that the crud has burned while the reply was written, and keeps the words', async () => {
    const crud = anActivity({ author: mina, message: 'short-lived' });
    server.use(...userIs(aUser(mina), crud));
    const { user, services } = renderApp('/@mina', { me: aMe() });
    const dialog = await openDialog(user, 'short-lived');
    await write('wait for me');
    act(() => removeActivity(services.queryClient, crud));
    expect(await within(dialog).findByText(/Too late: this crud has burned/)).toBeVisible();
    expect(within(dialog).getByText('wait for me')).toBeVisible();
    expect(within(dialog).queryByText('short-lived')).not.toBeInTheDocument();
  });

  it('forgets the drafts of who signs out', async () => {
    const crud = anActivity({ author: mina, message: 'secrets' });
    server.use(...userIs(aUser(mina), crud));
    const { user, services } = renderApp('/@mina', { me: aMe() });
    await openDialog(user, 'secrets');
    await write('my secret');
    await user.keyboard('{Escape}');
    await act(() => services.session.signOut());
    expect(Object.values(window.sessionStorage).join()).not.toContain('my secret');
  });
});
