import type { QueryClient } from '@tanstack/react-query';
import { removeActivity } from '@/api/activity-cache';
import { cachedActivities } from '@/api/cache-walk';
import type { Activity } from '@/api/models';
import type { Ticker } from './ticker';

// Longer than the card's last flicker, so that it is seen, and short enough to be believed.
const FADE = 900;

/** Takes cruds out of the cache as they end, and lets cards know which are ending now. */
export function startSweeper(client: QueryClient, ticker: Ticker, fade = FADE): () => void {
  const sweep = (now: number) => {
    let next = Number.POSITIVE_INFINITY;
    for (const activity of cachedActivities(client)) {
      const end = goneAt(activity, fade);
      if (end <= now) removeActivity(client, activity);
      else next = Math.min(next, end);
    }
    return next - now;
  };
  const seat = ticker.subscribe(sweep);
  // A list that just arrived may hold something that ends sooner than all before.
  const unsubscribe = client.getQueryCache().subscribe((event) => {
    if (event.type === 'updated' && event.action.type === 'success') queueMicrotask(seat.wake);
  });
  return () => {
    unsubscribe();
    seat.stop();
  };
}

function goneAt(activity: Activity, fade: number): number {
  return Date.parse(activity.expires_at) + fade;
}
