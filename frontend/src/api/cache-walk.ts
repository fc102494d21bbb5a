import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { Timeline } from './activity-cache';
import type { Activity, ActivityPage, ThreadItem, ThreadPage } from './models';

/** The replies to a crud, or what it replies to, as the query cache holds them. */
export type Thread = InfiniteData<ThreadPage, string | undefined>;

/** What becomes of a cached crud: itself when nothing changes, null when it is to go. */
type Change = (activity: Activity) => Activity | null;

/** Every crud in any cache, once each. */
export function cachedActivities(client: QueryClient): Activity[] {
  const byId = new Map<string, Activity>();
  walk(client, (activity) => {
    byId.set(activity.id, activity);
    return activity;
  });
  return [...byId.values()];
}

/**
 * Changes cruds in every cache. Data in which nothing changes stays the same object, so
 * that nothing is rendered for it; and nothing counts as asked for anew by it.
 */
export function walk(client: QueryClient, change: Change): void {
  rewrite<Timeline>(client, 'timeline', (list) => inPages(list, (page) => inPage(page, change)));
  rewrite<ActivityPage>(client, 'timeline-head', (page) => inPage(page, change));
  rewrite<Thread>(client, 'thread', (list) =>
    inPages(list, (page) => inPage(page, (item: ThreadItem) => inThread(item, change))),
  );
  rewrite<Activity | null>(client, 'activity', (activity) => activity && change(activity));
}

/** Changes the places of threads in every cache, stones among them; null takes one out. */
export function walkThreads(
  client: QueryClient,
  change: (item: ThreadItem) => ThreadItem | null,
): void {
  rewrite<Thread>(client, 'thread', (list) => inPages(list, (page) => inPage(page, change)));
}

/** A crud that goes leaves a stone behind, if it was replied to. */
function inThread(item: ThreadItem, change: Change): ThreadItem | null {
  if (!item.activity) return item;
  const activity = change(item.activity);
  if (activity === item.activity) return item;
  if (activity) return { ...item, activity, replies_count: activity.replies_count };
  const { id, created_at, replies_count } = item;
  return replies_count > 0 ? { id, created_at, replies_count } : null;
}

function rewrite<T>(client: QueryClient, kind: string, change: (data: T) => T): void {
  for (const [key, data] of client.getQueriesData<T>({ queryKey: [kind] })) {
    if (data === undefined) continue;
    const changed = change(data);
    if (changed === data) continue;
    const updatedAt = client.getQueryState(key)?.dataUpdatedAt;
    client.setQueryData<T>(key, changed, updatedAt === undefined ? {} : { updatedAt });
  }
}

function inPages<P>(list: InfiniteData<P, string | undefined>, change: (page: P) => P) {
  const pages = each(list.pages, change);
  return pages === list.pages ? list : { ...list, pages };
}

function inPage<T, P extends { items: T[] }>(page: P, change: (item: T) => T | null): P {
  const items = each(page.items, change);
  return items === page.items ? page : { ...page, items };
}

/** Like map, leaving out nulls; the same array when every item stays the same. */
function each<T>(items: T[], change: (item: T) => T | null): T[] {
  const changed = items.map(change);
  if (changed.every((item, index) => item === items[index])) return items;
  return changed.filter((item) => item !== null);
}
