import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Timeline } from '@/api/activity-cache';
import { cachedActivities } from '@/api/cache-walk';
import { keys } from '@/api/keys';
import type { Activity } from '@/api/models';
import { anActivity } from '@/testing/data';
import { startSweeper } from './sweeper';
import { Ticker } from './ticker';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const endingIn = (ms: number) =>
  anActivity({ expires_at: new Date(Date.now() + ms).toISOString() });

function sweptClient(fade = 0) {
  const client = new QueryClient();
  const stop = startSweeper(client, new Ticker(Date.now), fade);
  const show = (...items: Activity[]) =>
    client.setQueryData<Timeline>(keys.publicFeed, { pages: [{ items }], pageParams: [undefined] });
  return { client, show, stop };
}

describe('the sweeper', () => {
  it('takes each crud out when it ends, not before', async () => {
    const { client, show } = sweptClient();
    const [first, second] = [endingIn(5_000), endingIn(90_000)];
    show(first, second);
    await vi.advanceTimersByTimeAsync(4_900);
    expect(cachedActivities(client)).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(200);
    expect(cachedActivities(client)).toEqual([second]);
    await vi.advanceTimersByTimeAsync(85_000);
    expect(cachedActivities(client)).toEqual([]);
  });

  it('notices a crud that arrives later and ends sooner', async () => {
    const { client, show } = sweptClient();
    const long = endingIn(3_600_000);
    show(long);
    await vi.advanceTimersByTimeAsync(1_000);
    show(endingIn(2_000), long);
    await vi.advanceTimersByTimeAsync(2_100);
    expect(cachedActivities(client)).toEqual([long]);
  });

  it('leaves a crud its last flicker', async () => {
    const { client, show } = sweptClient(900);
    show(endingIn(1_000));
    await vi.advanceTimersByTimeAsync(1_800);
    expect(cachedActivities(client)).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(cachedActivities(client)).toEqual([]);
  });

  it('ends with the app', async () => {
    const { client, show, stop } = sweptClient();
    show(endingIn(1_000));
    stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(cachedActivities(client)).toHaveLength(1);
    expect(vi.getTimerCount()).toBeLessThanOrEqual(1);
  });
});
