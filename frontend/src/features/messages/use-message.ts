import { useQuery } from '@tanstack/react-query';
import { useApi } from '@/api/api-context';
import { keys } from '@/api/keys';
import { useNow } from '@/lib/expiry/use-now';
import { askMessage } from './ask';
import { useMessaging } from './messaging-context';
import type { Thread } from './thread';

const SECOND = 1_000;

/**
 * One message of a thread that is open: undefined until it is known, null once it is gone. After
 * a reload it may be older than what was loaded: then it is asked for alone.
 */
export function useMessage(group: string, id: string) {
  const api = useApi();
  const messaging = useMessaging();
  const now = useNow(SECOND);
  const { data: thread } = useQuery<Thread>({
    queryKey: keys.messageThread(group),
    queryFn: ({ signal }): Promise<Thread> => messaging.fetchThread(group, signal),
    // The thread itself asks.
    enabled: false,
    structuralSharing: false,
  });
  const listed = thread?.messages.find((message) => message.id === id);
  const deleted = thread?.gone.includes(id) ?? false;
  const alone = useQuery({
    queryKey: keys.message(group, id),
    queryFn: ({ signal }) => askMessage({ api, id: group, signal }, id),
    enabled: thread !== undefined && !listed && !deleted,
    staleTime: 0,
  });
  const message = listed ?? alone.data;
  const over = message?.expires_at !== undefined && Date.parse(message.expires_at) <= now;
  return {
    message: deleted || over ? null : message,
    error: alone.error,
    retry: () => void alone.refetch(),
    /** Asks for other signatures of its photos; never fails. */
    renew: () => (listed ? messaging.renewPhotos(group, [id]) : alone.refetch()),
  };
}
