import { useInfiniteQuery } from '@tanstack/react-query';
import type { Activity, ActivityPage } from '@/api/models';
import type { Feed } from './feeds';

/**
 * A feed page by page. What is cached stays as it was when a person comes back to it, so
 * that the scroll position means the same; news come by useNewCruds.
 */
export function useTimeline(feed: Feed) {
  const query = useInfiniteQuery({
    queryKey: feed.key,
    queryFn: ({ pageParam, signal }) => feed.fetchPage(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnReconnect: false,
  });
  return { query, activities: distinct(query.data?.pages ?? []) };
}

function distinct(pages: ActivityPage[]): Activity[] {
  const byId = new Map(pages.flatMap((page) => page.items).map((item) => [item.id, item]));
  return [...byId.values()];
}
