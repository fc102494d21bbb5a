import { useQuery, useQueryClient } from '@tanstack/react-query';
import { mergeHead, type Timeline } from '@/api/activity-cache';
import type { ActivityPage } from '@/api/models';
import type { LiveFeed } from './feeds';
import { isChanged, unmark, type useTimeline } from './use-timeline';

const POLL = 25_000;

/**
 * Looks for newer cruds while the tab is visible. They wait behind a button, because a
 * list must not jump under a reader's eyes.
 */
export function useNewCruds(feed: LiveFeed, list: ReturnType<typeof useTimeline>) {
  const client = useQueryClient();
  const head = useQuery({
    queryKey: feed.headKey,
    queryFn: ({ signal }) => feed.fetchPage(undefined, signal),
    refetchInterval: POLL,
    staleTime: POLL,
    // The list itself was just fetched when it is first shown.
    initialData: () => client.getQueryData<Timeline>(feed.key)?.pages[0],
    initialDataUpdatedAt: () => client.getQueryState(feed.key)?.dataUpdatedAt,
  });

  const { query, activities } = list;
  const known = new Set(activities.map((activity) => activity.id));
  // What is older than all that is shown may only be further down, on a page not loaded yet.
  const oldest = query.hasNextPage ? (activities.at(-1)?.created_at ?? '') : '';
  const items = head.data?.items ?? [];
  const fresh = items.filter((item) => !known.has(item.id) && item.created_at >= oldest);
  const show = () => {
    const page = client.getQueryData<ActivityPage>(feed.headKey);
    if (!page) return;
    // When the feed is another one by now, what lies below must be fetched anew too.
    const changed = isChanged(client, feed);
    client.setQueryData<Timeline>(feed.key, (timeline) =>
      mergeHead(changed ? undefined : timeline, page),
    );
    if (changed) unmark(client, feed);
  };
  const renewing = query.isRefetching && !query.isFetchingNextPage;
  // A page of nothing but news, with more behind it: there may be any number of them.
  const more = fresh.length === items.length && head.data?.next_cursor !== undefined;
  return { count: renewing ? 0 : fresh.length, more, show };
}
