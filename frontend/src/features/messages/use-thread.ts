import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { useApi } from '@/api/api-context';
import { keys } from '@/api/keys';
import { askOlder } from './ask';
import { useMessaging } from './messaging-context';
import type { Outgoing } from './outgoing';

/** What was said in a conversation, as far as it was asked for, and the way to what is older. */
export function useThread(id: string) {
  const api = useApi();
  const client = useQueryClient();
  const messaging = useMessaging();
  const query = useQuery({
    queryKey: keys.messageThread(id),
    queryFn: ({ signal }) => messaging.fetchThread(id, signal),
    refetchOnMount: 'always',
    // Merging keeps what didn't change; comparing hundreds of messages once more is wasted.
    structuralSharing: false,
  });
  const older = useMutation({ mutationFn: () => askOlder({ api, client, id }) });
  return { query, older };
}

/** What is on its way out to a conversation. */
export function useOutgoing(group: string): readonly Outgoing[] {
  const { outbox } = useMessaging();
  const items = useSyncExternalStore(outbox.subscribe, () => outbox.items);
  return items.filter((item) => item.group === group);
}

/** The handles of who types in a conversation. */
export function useTyping(group: string): readonly string[] {
  const { typing } = useMessaging();
  return useSyncExternalStore(typing.subscribe, () => typing.in(group));
}
