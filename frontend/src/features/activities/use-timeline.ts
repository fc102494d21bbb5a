import { useInfiniteQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import type { Activity, ActivityPage } from '@/api/models';
import type { Feed } from './feeds';

/**
 * A feed page by page. What is cached stays as it was when a person comes back to it, so
 * that the scroll position means the same; news come by useNewCruds.
 */
export function useTimeline(feed: Feed) {
  const client = useQueryClient();
  const query = useInfiniteQuery({
    queryKey: feed.key,
    queryFn: async ({ pageParam, signal }) => {
      const page = await feed.fetchPage(pageParam, signal);
      if (pageParam === undefined && isChanged(client, feed)) unmark(client, feed);
      return page;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: Number.POSITIVE_INFINITY,
    // What is another feed by now is fetched anew when it is come back to: never under a
    // reader's eyes.
    refetchOnMount: () => (isChanged(client, feed) ? 'always' : false),
    refetchOnReconnect: false,
    refetchOnWindowFocus: false,
  });
  return { query, activities: distinct(query.data?.pages ?? []) };
}

/** True when the feed is another one than was fetched. */
export function isChanged(client: QueryClient, { changedKey }: Feed): boolean {
  return changedKey !== undefined && client.getQueryData<boolean>(changedKey) === true;
}

/** The feed was fetched anew. */
export function unmark(client: QueryClient, { changedKey }: Feed): void {
  if (changedKey) client.setQueryData<boolean>(changedKey, false);
}

function distinct(pages: ActivityPage[]): Activity[] {
  const byId = new Map(pages.flatMap((page) => page.items).map((item) => [item.id, item]));
  return [...byId.values()];
}
