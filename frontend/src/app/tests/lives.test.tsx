import { act, screen } from '@testing-library/react';
import { onlineManager } from '@tanstack/react-query';
import { http, HttpResponse } from 'msw';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Activity, Life } from '@/api/models';
import { problem, publicFeedOf, threadIs } from '@/testing/answers';
import { anActivity, aPlace, aReply, lifeOf } from '@/testing/data';
import { renderApp } from '@/testing/render-app';
import { server } from '@/testing/server';

beforeEach(() => void vi.useFakeTimers({ shouldAdvanceTime: true }));
afterEach(() => {
  vi.useRealTimers();
  onlineManager.setOnline(true);
});

const HOUR = 3_600_000;
// A little longer than it waits between two requests.
const TURN = 11_500;
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
const after = (ms: number) => new Date(Date.now() + ms).toISOString();
const pageOf = (activity: Activity) => `/@${activity.author.handle}/cruds/${activity.id}`;

/** Answers with these lives from now on, and records which were asked for. */
function livesAre(answer: () => Life[] | Response): string[][] {
  const asked: string[][] = [];
  server.use(
    http.get('/api/lives', ({ request }) => {
      asked.push((new URL(request.url).searchParams.get('ids') ?? '').split(','));
      const lives = answer();
      return lives instanceof Response ? lives : HttpResponse.json({ items: lives });
    }),
  );
  return asked;
}

function hide(hidden: boolean): void {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(hidden);
  act(() => void document.dispatchEvent(new Event('visibilitychange')));
}

describe('the lives of what is on screen', () => {
  it('are asked for together, again and again, and every ring and count follows', async () => {
    const [one, other] = [anActivity({ message: 'one' }), anActivity({ message: 'other' })];
    server.use(publicFeedOf(other, one));
    const asked = livesAre(() => [
      lifeOf(one),
      { id: other.id, life_starts_at: after(0), expires_at: after(HOUR), replies_count: 4 },
    ]);
    renderApp('/');
    await screen.findByText('one');
    expect(asked).toEqual([]);
    await pass(TURN);
    expect(asked.map((ids) => ids.toSorted())).toEqual([[one.id, other.id].toSorted()]);
    expect(screen.getByRole('button', { name: /^(1 h|59 m): burns in/ })).toBeVisible();
    expect(screen.getByRole('button', { name: 'Reply, 4 replies' })).toBeVisible();
    expect(screen.getByRole('button', { name: /^6 d: burns in/ })).toBeVisible();
    await pass(TURN);
    expect(asked).toHaveLength(2);
  });

  it('let what is gone fade out as at its end', async () => {
    const [gone, stays] = [anActivity({ message: 'gone' }), anActivity({ message: 'stays' })];
    server.use(publicFeedOf(stays, gone));
    livesAre(() => [lifeOf(stays)]);
    renderApp('/');
    await screen.findByText('gone');
    await pass(10_050);
    await vi.waitFor(() =>
      expect(screen.getByText('gone').closest('article')).toHaveClass('crumble'),
    );
    await pass(2_000);
    expect(screen.queryByText('gone')).not.toBeInTheDocument();
    expect(screen.getByText('stays')).toBeVisible();
  });

  it('turn the page of a crud into ashes, with all that hung on it', async () => {
    const crud = anActivity({ message: 'the beginning' });
    const reply = aReply(crud, { message: 'goes along' });
    server.use(...threadIs(crud, { replies: [aPlace(reply)] }));
    livesAre(() => []);
    const { services } = renderApp(pageOf(crud));
    await screen.findByText('goes along');
    await pass(TURN + 2_000);
    expect(screen.getByText('This crud has burned')).toBeVisible();
    const cached = services.queryClient
      .getQueryCache()
      .getAll()
      .map((query) => query.state.data);
    expect(JSON.stringify(cached)).not.toContain('goes along');
  });

  it('are not asked for while nobody looks, and at once when somebody does', async () => {
    const crud = anActivity({ message: 'unseen' });
    server.use(publicFeedOf(crud));
    const asked = livesAre(() => [lifeOf(crud)]);
    renderApp('/');
    await screen.findByText('unseen');
    hide(true);
    await pass(60_000);
    expect(asked).toEqual([]);
    hide(false);
    await pass(200);
    expect(asked).toHaveLength(1);
  });

  it('are not asked for while offline, and at once when back', async () => {
    const crud = anActivity({ message: 'far away' });
    server.use(publicFeedOf(crud));
    const asked = livesAre(() => [lifeOf(crud)]);
    renderApp('/');
    await screen.findByText('far away');
    act(() => onlineManager.setOnline(false));
    await pass(60_000);
    expect(asked).toEqual([]);
    act(() => onlineManager.setOnline(true));
    await pass(200);
    expect(asked).toHaveLength(1);
  });

  it('are not asked for where no crud is on screen', async () => {
    const asked = livesAre(() => []);
    renderApp('/about');
    await screen.findByRole('heading', { name: 'About' });
    await pass(60_000);
    expect(asked).toEqual([]);
  });

  it('fail silently, ask less often then, and recover', async () => {
    const crud = anActivity({ message: 'patient' });
    server.use(publicFeedOf(crud));
    let broken = true;
    const asked = livesAre(() =>
      broken ? problem(503, 'unavailable') : [{ ...lifeOf(crud), expires_at: after(HOUR) }],
    );
    renderApp('/');
    await screen.findByText('patient');
    await pass(60_000);
    // After 10, 20 and 40 seconds, not every 10.
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.length).toBeLessThanOrEqual(3);
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    broken = false;
    await pass(60_000);
    expect(screen.getByRole('button', { name: /^(1 h|59 m): burns in/ })).toBeVisible();
  });
});
