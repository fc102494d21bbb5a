import { act, screen, waitFor, within } from '@testing-library/react';
import { delay, http, HttpResponse } from 'msw';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Activity } from '@/api/models';
import { problem, threadIs, userIs } from '@/testing/answers';
import { aMe, anActivity, aPlace, aReply, aUser, lifeOf } from '@/testing/data';
import { renderApp } from '@/testing/render-app';
import { server } from '@/testing/server';

beforeEach(() => void vi.useFakeTimers({ shouldAdvanceTime: true }));
afterEach(() => void vi.useRealTimers());

const HOUR = 3_600_000;
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
const after = (ms: number) => new Date(Date.now() + ms).toISOString();
const pageOf = (activity: Activity) => `/@${activity.author.handle}/cruds/${activity.id}`;
const render = (path: string) =>
  renderApp(path, { me: aMe(), advanceTimers: (ms) => void vi.advanceTimersByTime(ms) });
type User = ReturnType<typeof render>['user'];

const ring = (name: RegExp) => screen.findByRole('button', { name });

async function choose(user: User, message: string, item: string): Promise<void> {
  const card = (await screen.findByText(message)).closest('article');
  if (!card) throw new Error(`${message} is in no crud`);
  await user.click(await within(card).findByRole('button', { name: 'More about this crud' }));
  await user.click(await screen.findByRole('menuitem', { name: item }));
}

/** The lives of these stay as they are, whoever asks. */
function livesStay(...activities: Activity[]) {
  return http.get('/api/lives', () => HttpResponse.json({ items: activities.map(lifeOf) }));
}

describe('changing a life', () => {
  it('shows the end of each choice, and every ring of the thread follows', async () => {
    const crud = anActivity({ message: 'mine' });
    const reply = aReply(crud, { message: 'goes along' });
    const bodies: unknown[] = [];
    server.use(
      ...threadIs(crud, { replies: [aPlace(reply)] }),
      http.put(`/api/activities/${crud.id}/life`, async ({ request }) => {
        bodies.push(await request.json());
        const changed = { ...crud, life_starts_at: after(0), expires_at: after(3 * HOUR) };
        return HttpResponse.json(changed);
      }),
    );
    const { user } = render(pageOf(crud));
    await screen.findByText('goes along');
    await choose(user, 'mine', 'Change life…');
    const dialog = await screen.findByRole('dialog', { name: 'Change its life' });
    expect(within(dialog).getByRole('radio', { name: /^7 days/ })).toBeChecked();
    await user.click(within(dialog).getByRole('radio', { name: /^3 hours/ }));
    const end = new Intl.DateTimeFormat(undefined, { dateStyle: 'full' }).format(
      Date.now() + 3 * HOUR,
    );
    expect(dialog).toHaveTextContent(`It would end ${end}`);
    await user.click(within(dialog).getByRole('button', { name: 'Burn in 3 hours' }));
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    expect(bodies).toEqual([{ ttl: '3-hours' }]);
    expect(await screen.findAllByRole('button', { name: /^3 h: burns in 3 hours/ })).toHaveLength(
      2,
    );
    expect(screen.getByText('It burns in 3 hours from now.')).toBeInTheDocument();
  });

  it.each([
    [503, 'unavailable', /Its life is as it was\. Cruddur is catching its breath/],
    [404, 'activity_not_found', /Too late: it has burned already/],
  ])('leaves everything as it was on a %d, and says why', async (status, code, words) => {
    const crud = anActivity({ message: 'mine' });
    server.use(
      ...userIs(aUser(), crud),
      http.put(`/api/activities/${crud.id}/life`, () => problem(status, code)),
    );
    const { user } = render('/@nova');
    await choose(user, 'mine', 'Change life…');
    const dialog = await screen.findByRole('dialog', { name: 'Change its life' });
    await user.click(within(dialog).getByRole('button', { name: 'Burn in 7 days' }));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(words);
    await user.click(within(dialog).getByRole('button', { name: 'Leave it' }));
    expect(await ring(/^6 d: burns in 6 days/)).toBeVisible();
  });

  it('is not offered for a reply, which has no life of its own', async () => {
    const reply = aReply(anActivity(), { message: 'only a reply' });
    server.use(...threadIs(reply));
    const { user } = render(pageOf(reply));
    const card = (await screen.findByText('only a reply')).closest('article');
    if (!card) throw new Error('no crud');
    await user.click(await within(card).findByRole('button', { name: 'More about this crud' }));
    await screen.findByRole('menuitem', { name: 'Delete' });
    expect(screen.queryByRole('menuitem', { name: 'Change life…' })).not.toBeInTheDocument();
    expect(screen.queryByRole('menuitem', { name: 'Burn now' })).not.toBeInTheDocument();
  });
});

describe('burning now', () => {
  const burns = (crud: Activity) =>
    http.put(`/api/activities/${crud.id}/burn`, () =>
      HttpResponse.json({ ...crud, expires_at: after(10_000) }),
    );
  const undo = () => screen.findByRole('button', { name: 'Undo' });

  it('counts ten seconds down, then it is gone everywhere', async () => {
    const crud = anActivity({ message: 'regretted' });
    const other = anActivity({ message: 'stays' });
    server.use(...userIs(aUser({ cruds_count: 2 }), crud, other), burns(crud), livesStay(other));
    const { user } = render('/@nova');
    await choose(user, 'regretted', 'Burn now');
    expect(await screen.findByText(/^Burns in (10|9) seconds$/)).toBeVisible();
    expect(await ring(/^(10|9) s: burns in/)).toBeVisible();
    expect(screen.getByText(/^Burning in 10 seconds\./)).toBeInTheDocument();
    await pass(500);
    expect(await undo()).toHaveFocus();
    await pass(10_600);
    expect(screen.getByText('Burned. #?@!')).toBeVisible();
    await pass(1_000);
    expect(screen.queryByText('regretted')).not.toBeInTheDocument();
    expect(screen.getByText('stays')).toBeVisible();
    expect(screen.getByText('1 living crud')).toBeVisible();
    await pass(4_000);
    expect(screen.queryByText('Burned. #?@!')).not.toBeInTheDocument();
  });

  it('can be undone from another page, and the ring shows what it had before', async () => {
    const crud = anActivity({ message: 'regretted' });
    const undone = vi.fn();
    server.use(
      ...userIs(aUser(), crud),
      burns(crud),
      http.delete(`/api/activities/${crud.id}/burn`, () => {
        undone();
        return HttpResponse.json(crud);
      }),
      livesStay(crud),
    );
    const { user, history } = render('/@nova');
    await choose(user, 'regretted', 'Burn now');
    await undo();
    await user.click(screen.getAllByRole('link', { name: 'About' })[0] ?? document.body);
    await screen.findByRole('heading', { name: 'About' });
    await pass(3_000);
    await user.click(await undo());
    await waitFor(() => expect(screen.queryByText(/^Burns in/)).not.toBeInTheDocument());
    expect(undone).toHaveBeenCalledTimes(1);
    expect(screen.getByText('Saved. It burns in 6 days.')).toBeInTheDocument();
    act(() => history.back());
    expect(await ring(/^6 d: burns in 6 days/)).toBeVisible();
    await pass(12_000);
    expect(screen.getByText('regretted')).toBeVisible();
  });

  it('rolls back when it could not begin, and says why', async () => {
    const crud = anActivity({ message: 'regretted' });
    server.use(
      ...userIs(aUser(), crud),
      http.put(`/api/activities/${crud.id}/burn`, async () => {
        await delay(200);
        return problem(503, 'unavailable');
      }),
      livesStay(crud),
    );
    const { user } = render('/@nova');
    await choose(user, 'regretted', 'Burn now');
    expect(await ring(/^(10|9) s: burns in/)).toBeVisible();
    expect(await screen.findByText('Not burned')).toBeVisible();
    expect(
      screen.getByText('Cruddur is catching its breath. Try again in a moment.'),
    ).toBeVisible();
    expect(await ring(/^6 d: burns in 6 days/)).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Dismiss' }));
    await pass(12_000);
    expect(screen.getByText('regretted')).toBeVisible();
  });

  it('gives a crud back to the lists when the news that it could not begin came too late', async () => {
    const crud = anActivity({ message: 'regretted' });
    server.use(
      ...userIs(aUser(), crud),
      http.put(`/api/activities/${crud.id}/burn`, async () => {
        await delay(15_000);
        return problem(503, 'unavailable');
      }),
      livesStay(crud),
    );
    const { user } = render('/@nova');
    await choose(user, 'regretted', 'Burn now');
    await undo();
    await pass(12_000);
    await pass(5_000);
    expect(await screen.findByText('Not burned')).toBeVisible();
    expect(await ring(/^6 d: burns in 6 days/)).toBeVisible();
  });

  it('holds the end off while an undoing is on its way', async () => {
    const crud = anActivity({ message: 'regretted' });
    server.use(
      ...userIs(aUser(), crud),
      burns(crud),
      http.delete(`/api/activities/${crud.id}/burn`, async () => {
        await delay(5_000);
        return HttpResponse.json(crud);
      }),
      livesStay(crud),
    );
    const { user } = render('/@nova');
    await choose(user, 'regretted', 'Burn now');
    await undo();
    await pass(8_000);
    await user.click(await undo());
    await pass(4_000);
    expect(screen.getByText('Putting it out …')).toBeVisible();
    // Now, not later: nothing may have been taken out and put back.
    expect(screen.getByRole('button', { name: /^6 d: burns in 6 days/ })).toBeVisible();
    await pass(2_000);
    expect(screen.queryByText('Putting it out …')).not.toBeInTheDocument();
    expect(await ring(/^6 d: burns in 6 days/)).toBeVisible();
  });

  it('goes on burning when undoing fails, and can be undone again', async () => {
    const crud = anActivity({ message: 'regretted' });
    let tries = 0;
    server.use(
      ...userIs(aUser(), crud),
      burns(crud),
      http.delete(`/api/activities/${crud.id}/burn`, () => {
        tries++;
        return tries === 1 ? HttpResponse.error() : HttpResponse.json(crud);
      }),
      livesStay(crud),
    );
    const { user } = render('/@nova');
    await choose(user, 'regretted', 'Burn now');
    await user.click(await undo());
    const toast = screen.getByRole('region', { name: 'Burning' });
    expect(await within(toast).findByText(/^Not undone\. We could not reach/)).toBeVisible();
    expect(await ring(/^\d+ s: burns in/)).toBeVisible();
    await user.click(await undo());
    expect(await ring(/^6 d: burns in 6 days/)).toBeVisible();
  });

  it('says when undoing came too late', async () => {
    const crud = anActivity({ message: 'regretted' });
    server.use(
      ...userIs(aUser(), crud),
      burns(crud),
      http.delete(`/api/activities/${crud.id}/burn`, () => problem(404, 'activity_not_found')),
      livesStay(crud),
    );
    const { user } = render('/@nova');
    await choose(user, 'regretted', 'Burn now');
    await pass(9_000);
    await user.click(await undo());
    const toast = screen.getByRole('region', { name: 'Burning' });
    expect(await within(toast).findByText('Too late.')).toBeVisible();
    await pass(5_000);
    expect(toast).not.toBeInTheDocument();
    expect(screen.queryByText('regretted')).not.toBeInTheDocument();
  });
});
