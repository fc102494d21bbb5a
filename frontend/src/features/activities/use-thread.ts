import { useInfiniteQuery } from '@tanstack/react-query';
import { useApi } from '@/api/api-context';
import { unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import type { ThreadItem, ThreadPage } from '@/api/models';

type FetchPage = (cursor: string | undefined, signal: AbortSignal) => Promise<ThreadPage>;

/** What was replied to a crud or a stone, oldest first. */
export function useReplies(id: string) {
  const api = useApi();
  return useThread(keys.replies(id), (cursor, signal) => {
    const params = { path: { id }, query: cursor ? { cursor } : {} };
    return unwrap(api.asAnyone.GET('/api/activities/{id}/replies', { params, signal }));
  });
}

/** What a reply replies to, nearest first, up to the crud its thread began with. */
export function useAncestors(id: string) {
  const api = useApi();
  return useThread(keys.ancestors(id), (cursor, signal) => {
    const params = { path: { id }, query: cursor ? { cursor } : {} };
    return unwrap(api.asAnyone.GET('/api/activities/{id}/ancestors', { params, signal }));
  });
}

function useThread(queryKey: readonly unknown[], fetchPage: FetchPage) {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => fetchPage(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor,
    // It would be as many requests as pages were looked at.
    refetchOnWindowFocus: false,
  });
  return { query, items: distinct(query.data?.pages ?? []) };
}

/** A reply just posted may come again with a later page: it keeps its place. */
function distinct(pages: ThreadPage[]): ThreadItem[] {
  const byId = new Map(pages.flatMap((page) => page.items).map((item) => [item.id, item]));
  return [...byId.values()];
}
