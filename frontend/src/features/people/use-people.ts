import { useInfiniteQuery } from '@tanstack/react-query';
import { useApi } from '@/api/api-context';
import { unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import type { UserSummary } from '@/api/models';

/** Those who follow a person, or those they follow. */
export type Side = 'followers' | 'following';

/** Who follows a person, or whom they follow, page by page and latest first. */
export function usePeople(handle: string, side: Side) {
  const api = useApi();
  const query = useInfiniteQuery({
    queryKey: keys.people(handle, side),
    queryFn: ({ pageParam: cursor, signal }) => {
      const init = { params: { path: { handle }, query: cursor ? { cursor } : {} }, signal };
      return unwrap(
        side === 'followers'
          ? api.asViewer.GET('/api/users/{handle}/followers', init)
          : api.asViewer.GET('/api/users/{handle}/following', init),
      );
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor,
    refetchOnWindowFocus: false,
  });
  return { query, people: distinct(query.data?.pages.flatMap((page) => page.items) ?? []) };
}

/** Who is followed anew while somebody reads would be listed twice. */
function distinct(people: UserSummary[]): UserSummary[] {
  return [...new Map(people.map((person) => [person.handle, person])).values()];
}
