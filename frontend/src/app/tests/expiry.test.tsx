import { act, screen } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keys } from '@/api/keys';
import type { Activity } from '@/api/models';
import { publicFeedOf, threadIs, userIs } from '@/testing/answers';
import { anActivity, aUser, lifeOf } from '@/testing/data';
import { renderApp } from '@/testing/render-app';
import { server } from '@/testing/server';

beforeEach(() => void vi.useFakeTimers({ shouldAdvanceTime: true }));
afterEach(() => void vi.useRealTimers());

const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

function endingIn(ms: number, message: string): Activity {
  return anActivity({ message, expires_at: new Date(Date.now() + ms).toISOString() });
}

describe('a crud whose time ends while somebody looks', () => {
  it('says how long it burns, then leaves the list and every cache', async () => {
    const short = endingIn(10_000, 'nearly over');
    const stays = anActivity({ message: 'stays' });
    server.use(
      publicFeedOf(short, stays),
      http.get('/api/lives', () => HttpResponse.json({ items: [short, stays].map(lifeOf) })),
    );
    const { services } = renderApp('/');
    await screen.findByText('nearly over');
    expect(screen.getByRole('button', { name: /^\d+ s: burns in \d+ seconds, at / })).toBeVisible();
    await pass(9_000);
    expect(screen.getByText('nearly over')).toBeInTheDocument();
    await pass(3_000);
    expect(screen.queryByText('nearly over')).not.toBeInTheDocument();
    expect(screen.getByText('stays')).toBeVisible();
    expect(JSON.stringify(services.queryClient.getQueryData(keys.publicFeed))).not.toContain(
      short.id,
    );
  });

  it('goes by the server’s clock, not by the device’s', async () => {
    const ahead = 60_000;
    const crud = anActivity({
      message: 'server time',
      expires_at: new Date(Date.now() + ahead + 5_000).toISOString(),
    });
    const date = new Date(Date.now() + ahead).toUTCString();
    server.use(
      http.get('/api/feeds/public', () =>
        HttpResponse.json({ items: [crud] }, { headers: { date } }),
      ),
    );
    renderApp('/');
    await screen.findByText('server time');
    await pass(8_000);
    expect(screen.queryByText('server time')).not.toBeInTheDocument();
  });

  it('turns its own page into ashes', async () => {
    const crud = endingIn(5_000, 'on its own');
    server.use(...threadIs(crud));
    renderApp(`/@nova/cruds/${crud.id}`);
    await screen.findByText('on its own');
    await pass(7_000);
    expect(screen.getByText('This crud has burned')).toBeVisible();
    expect(screen.queryByText('on its own')).not.toBeInTheDocument();
  });

  it('is no longer counted on its author’s profile', async () => {
    server.use(...userIs(aUser({ cruds_count: 2 }), endingIn(5_000, 'short'), anActivity()));
    renderApp('/@nova');
    await screen.findByText('short');
    expect(screen.getByText('2 living cruds')).toBeVisible();
    await pass(7_000);
    expect(screen.getByText('1 living crud')).toBeVisible();
  });
});
