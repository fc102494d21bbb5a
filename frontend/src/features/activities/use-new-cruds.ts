import { useQuery, useQueryClient } from '@tanstack/react-query';
import { mergeHead, type Timeline } from '@/api/activity-cache';
import { keys } from '@/api/keys';
import type { Activity } from '@/api/models';
import type { Feed } from './feeds';

const POLL = 25_000;

/**
 * Looks for newer cruds while the tab is visible. They wait behind a button, because a
 * list must not jump under a reader's eyes.
 */
export function useNewCruds(feed: Feed, shown: Activity[]) {
  const client = useQueryClient();
  const head = useQuery({
    queryKey: keys.publicFeedHead,
    queryFn: ({ signal }) => feed.fetchPage(undefined, signal),
    refetchInterval: POLL,
    staleTime: POLL,
    // The list itself was just fetched when it is first shown.
    initialData: () => client.getQueryData<Timeline>(feed.key)?.pages[0],
    initialDataUpdatedAt: () => client.getQueryState(feed.key)?.dataUpdatedAt,
  });

  const known = new Set(shown.map((activity) => activity.id));
  const newest = shown[0]?.created_at ?? '';
  const items = head.data?.items ?? [];
  const fresh = items.filter((item) => !known.has(item.id) && item.created_at >= newest);
  const show = () => {
    const page = client.getQueryData<Timeline['pages'][number]>(keys.publicFeedHead);
    if (page) client.setQueryData<Timeline>(feed.key, (timeline) => mergeHead(timeline, page));
  };
  return { count: fresh.length, full: fresh.length === items.length, show };
}
