import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { keys } from '@/api/keys';
import type { GroupList, MessageGroup } from '@/api/messages';
import { findGroup, inOrder } from './groups';
import { useMessaging } from './messaging-context';

/** The reader's conversations, the newest first; what comes live moves them. */
export function useConversations() {
  const messaging = useMessaging();
  const query = useInfiniteQuery({
    queryKey: keys.messageGroups,
    queryFn: ({ pageParam, signal }) => messaging.fetchGroups(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page): string | undefined => page.next_cursor,
  });
  return { query, groups: inOrder(query.data) };
}

/** One conversation with what its members have read; null where the reader is no member. */
export function useConversation(id: string) {
  const messaging = useMessaging();
  const client = useQueryClient();
  return useQuery<MessageGroup | null>({
    queryKey: keys.messageGroup(id),
    queryFn: ({ signal }): Promise<MessageGroup | null> => messaging.fetchGroup(id, signal),
    placeholderData: (): MessageGroup | undefined =>
      findGroup(client.getQueryData<GroupList>(keys.messageGroups), id),
  });
}
