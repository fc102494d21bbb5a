import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { walk } from './cache-walk';
import { keys } from './keys';
import type { Activity, ActivityPage, Me, User } from './models';

/** A timeline as the query cache holds it. */
export type Timeline = InfiniteData<ActivityPage, string | undefined>;

/** Puts a crud just posted on top of every cached list it belongs to. */
export function addActivity(client: QueryClient, activity: Activity): void {
  const { handle } = activity.author;
  for (const key of [keys.publicFeed, keys.homeFeed, keys.userTimeline(handle)]) {
    client.setQueryData<Timeline>(key, (timeline) => prepend(timeline, [activity]));
  }
  client.setQueryData<Activity | null>(keys.activity(activity.id), activity);
  countCruds(client, handle, 1);
}

/**
 * Takes a crud that ended or was deleted out of every cache, and the thread that began
 * with it. Its own page holds `null` from then on, which is how "burned" is written there.
 */
export function removeActivity(client: QueryClient, activity: Activity): void {
  const { id, root, author } = activity;
  walk(client, (cached) => (cached.id === id || cached.root === id ? null : cached));
  client.setQueryData<Activity | null>(keys.activity(id), null);
  if (!root) countCruds(client, author.handle, -1);
}

/**
 * Joins the newest page of a feed with what is cached. Cruds within its reach that it
 * no longer names were deleted meanwhile. When the page doesn't reach what is cached,
 * cruds in between are missing: then the page alone is the new beginning.
 */
export function mergeHead(timeline: Timeline | undefined, head: ActivityPage): Timeline {
  const items = timeline?.pages.flatMap((page) => page.items) ?? [];
  const fresh = new Set(head.items.map((item) => item.id));
  const connected = head.next_cursor === undefined || items.some((item) => fresh.has(item.id));
  const newest = head.items[0];
  const oldest = head.items.at(-1);
  if (!timeline || !connected || !newest || !oldest) {
    return { pages: [head], pageParams: [undefined] };
  }
  const stillThere = keepItems(timeline, (item) => {
    const beyond = item.created_at > newest.created_at || item.created_at < oldest.created_at;
    return !fresh.has(item.id) && beyond;
  });
  return prepend(stillThere, head.items) ?? timeline;
}

/** Takes a person's cruds out of a feed they no longer belong to. */
export function removeAuthor(timeline: Timeline | undefined, handle: string): Timeline | undefined {
  return keepItems(timeline, (item) => item.author.handle.toLowerCase() !== handle.toLowerCase());
}

function prepend(timeline: Timeline | undefined, items: Activity[]): Timeline | undefined {
  const first = timeline?.pages[0];
  if (!timeline || !first) return timeline;
  const merged = [...items, ...first.items].sort((a, b) =>
    a.created_at === b.created_at ? 0 : a.created_at < b.created_at ? 1 : -1,
  );
  return { ...timeline, pages: [{ ...first, items: merged }, ...timeline.pages.slice(1)] };
}

function keepItems(
  timeline: Timeline | undefined,
  keep: (item: Activity) => boolean,
): Timeline | undefined {
  if (!timeline) return timeline;
  const pages = timeline.pages.map((page) => ({ ...page, items: page.items.filter(keep) }));
  return { ...timeline, pages };
}

function countCruds(client: QueryClient, handle: string, change: number): void {
  const counted = <T extends User | Me>(user: T | null | undefined): T | null | undefined =>
    user && { ...user, cruds_count: Math.max(0, user.cruds_count + change) };
  client.setQueryData<User | null>(keys.user(handle), counted);
  client.setQueryData<Me>(keys.me, (me) =>
    me?.handle.toLowerCase() === handle.toLowerCase() ? (counted(me) ?? me) : me,
  );
}
