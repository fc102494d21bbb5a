import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { onlineManager } from '@tanstack/react-query';
import { delay, http, HttpResponse } from 'msw';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ttl } from '@/api/models';
import { homeFeedOf, problem } from '@/testing/answers';
import { aMe, anActivity } from '@/testing/data';
import { renderApp } from '@/testing/render-app';
import { server } from '@/testing/server';

interface Posted {
  key: string | null;
  body: { message: string; ttl: Ttl };
}

/** Records what is posted, and answers with what the test says. */
function postsAnsweredBy(...answers: (() => Response | Promise<Response>)[]): Posted[] {
  const posts: Posted[] = [];
  server.use(
    http.post('/api/activities', async ({ request }) => {
      const body = (await request.json()) as Posted['body'];
      posts.push({ key: request.headers.get('idempotency-key'), body });
      const answer = answers[posts.length - 1];
      if (answer) return answer();
      return HttpResponse.json(anActivity({ message: body.message }), { status: 201 });
    }),
  );
  return posts;
}

const field = () => screen.findByLabelText<HTMLTextAreaElement>('Your crud');
const crudButton = () => {
  const form = screen.getByRole('form', { name: 'Write a crud' });
  const button = form.querySelector<HTMLButtonElement>('button[type=submit]');
  if (!button) throw new Error('no button to post');
  return button;
};
// user.type would segment a family emoji into its code units.
const write = async (text: string) => fireEvent.change(await field(), { target: { value: text } });

beforeEach(() => server.use(homeFeedOf(anActivity())));
afterEach(() => onlineManager.setOnline(true));

describe('the composer', () => {
  it('counts characters as people see them', async () => {
    renderApp('/', { me: aMe() });
    await write('👨‍👩‍👧‍👦'.repeat(10));
    expect(screen.getByText('270 characters left')).toBeInTheDocument();
  });

  it('marks what is too long and does not post it', async () => {
    const posts = postsAnsweredBy();
    const { user } = renderApp('/', { me: aMe() });
    await write(`${'x'.repeat(280)}over`);
    expect(screen.getByText('over').tagName).toBe('MARK');
    expect(screen.getByText('4 characters too many')).toBeInTheDocument();
    expect(crudButton()).toBeDisabled();
    (await field()).focus();
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(posts).toEqual([]);
  });

  it('posts by Ctrl+Enter with the default life; the crud is on top and the field empty', async () => {
    const posts = postsAnsweredBy();
    const { user } = renderApp('/', { me: aMe({ default_ttl: '3-hours' }) });
    await screen.findByRole('feed');
    await write('  first!  ');
    (await field()).focus();
    await user.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(screen.getAllByRole('article')[0]).toHaveTextContent('first!'));
    expect(posts[0]?.body).toEqual({ message: 'first!', ttl: '3-hours' });
    expect(await field()).toHaveValue('');
    expect(screen.getByText('Posted. It burns in 3 hours.')).toBeInTheDocument();
  });

  it('lets another life be chosen and remembers it', async () => {
    const posts = postsAnsweredBy();
    const { user } = renderApp('/', { me: aMe() });
    await write('short');
    await user.click(screen.getByRole('button', { name: 'Burns after 7 days. Change' }));
    await user.click(await screen.findByRole('menuitemradio', { name: '1 hour' }));
    await user.click(crudButton());
    await waitFor(() => expect(posts[0]?.body.ttl).toBe('1-hour'));
    expect(await screen.findByRole('button', { name: 'Burns after 1 hour. Change' })).toBeVisible();
  });

  it('keeps the words on a failure and retries with the same key', async () => {
    const posts = postsAnsweredBy(
      () => problem(503, 'unavailable'),
      () => HttpResponse.error(),
    );
    const { user } = renderApp('/', { me: aMe() });
    await write('do not lose me');
    await user.click(crudButton());
    expect(await screen.findByRole('alert')).toHaveTextContent('Cruddur is catching its breath');
    expect(await field()).toHaveValue('do not lose me');
    await user.click(crudButton());
    expect(await screen.findByText(/could not reach Cruddur/)).toBeVisible();
    await user.click(crudButton());
    await waitFor(async () => expect(await field()).toHaveValue(''));
    expect(posts).toHaveLength(3);
    expect(new Set(posts.map((post) => post.key)).size).toBe(1);
  });

  it('uses a new key for other words', async () => {
    const posts = postsAnsweredBy(() => problem(503, 'unavailable'));
    const { user } = renderApp('/', { me: aMe() });
    await write('one');
    await user.click(crudButton());
    await screen.findByRole('alert');
    await write('two');
    await user.click(crudButton());
    await waitFor(() => expect(posts).toHaveLength(2));
    expect(posts[0]?.key).not.toBe(posts[1]?.key);
  });

  it('posts once however often the button is pressed', async () => {
    const posts = postsAnsweredBy(async () => {
      await delay(50);
      return HttpResponse.json(anActivity({ message: 'slow' }), { status: 201 });
    });
    const { user } = renderApp('/', { me: aMe() });
    await write('slow');
    await user.dblClick(crudButton());
    await waitFor(async () => expect(await field()).toHaveValue(''));
    expect(posts).toHaveLength(1);
  });

  it('says what the server has against the words', async () => {
    const errors = [{ field: 'message', code: 'blank', message: 'must not be blank' }];
    postsAnsweredBy(() => problem(422, 'invalid', { errors }));
    const { user } = renderApp('/', { me: aMe() });
    await write('\u200b');
    await user.click(crudButton());
    expect(await screen.findByRole('alert')).toHaveTextContent('This must not be blank.');
  });

  it('does not post while offline, says so, and keeps the draft', async () => {
    renderApp('/', { me: aMe() });
    await write('later');
    act(() => onlineManager.setOnline(false));
    expect(crudButton()).toBeDisabled();
    expect(screen.getByText(/can’t be posted yet/)).toBeVisible();
    expect(screen.getByText(/You’re offline\. This is what was loaded/)).toBeVisible();
    act(() => onlineManager.setOnline(true));
    expect(crudButton()).toBeEnabled();
  });

  it('keeps the draft when the session ends, for after signing in again', async () => {
    postsAnsweredBy(
      () => problem(401, 'unauthenticated'),
      () => problem(401, 'unauthenticated'),
    );
    const { user } = renderApp('/', { me: aMe() });
    await write('unsaid');
    await user.click(crudButton());
    expect((await screen.findAllByText('Your session ended')).length).toBeGreaterThan(0);
    expect(window.sessionStorage.getItem('cruddur.draft')).toContain('unsaid');
  });

  it('opens over any page', async () => {
    const { user } = renderApp('/about', { me: aMe() });
    const [button] = await screen.findAllByRole('button', { name: 'New crud' });
    if (!button) throw new Error('no button to write');
    await user.click(button);
    expect(await screen.findByRole('dialog', { name: 'New crud' })).toBeVisible();
    expect(await field()).toHaveFocus();
  });
});
