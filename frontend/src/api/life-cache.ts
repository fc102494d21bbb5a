import type { QueryClient } from '@tanstack/react-query';
import { walk } from './cache-walk';
import type { Activity, Life } from './models';

type Span = Pick<Life, 'life_starts_at' | 'expires_at'>;

/** Gives a crud, and the thread that began with it, another life in every cache. */
export function applyLife(client: QueryClient, id: string, span: Span): void {
  walk(client, (activity) =>
    activity.id === id || activity.root === id ? living(activity, span) : activity,
  );
}

/**
 * Takes over what the API says of the lives that were asked for. Whichever it doesn't
 * name is gone: it ends now, and goes the way of all that end.
 */
export function applyLives(
  client: QueryClient,
  asked: readonly string[],
  lives: readonly Life[],
  now: number,
): void {
  const byId = new Map(lives.map((life) => [life.id, life]));
  const gone = new Set(asked.filter((id) => !byId.has(id)));
  walk(client, (activity) => {
    const thread = activity.root ?? activity.id;
    if (gone.has(activity.id) || gone.has(thread)) return ending(activity, now);
    const own = byId.get(activity.id);
    const life = own ?? byId.get(thread);
    if (!life) return activity;
    return counting(living(activity, life), own?.replies_count ?? activity.replies_count);
  });
}

function living(activity: Activity, { life_starts_at, expires_at }: Span): Activity {
  const same = activity.life_starts_at === life_starts_at && activity.expires_at === expires_at;
  return same ? activity : { ...activity, life_starts_at, expires_at };
}

function counting(activity: Activity, replies_count: number): Activity {
  return activity.replies_count === replies_count ? activity : { ...activity, replies_count };
}

function ending(activity: Activity, now: number): Activity {
  if (Date.parse(activity.expires_at) <= now) return activity;
  return { ...activity, expires_at: new Date(now).toISOString() };
}
