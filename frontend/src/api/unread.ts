import { useQuery } from '@tanstack/react-query';
import { useApi } from './api-context';
import { unwrap } from './client';
import { keys } from './keys';
import { useMe } from './me';

/** How many conversations hold something new for the reader; what comes live keeps it true. */
export function useUnread(): number {
  const api = useApi();
  const { data: me } = useMe();
  const { data } = useQuery({
    queryKey: keys.unread,
    queryFn: ({ signal }) => unwrap(api.messages.GET('/api/message_groups/unread', { signal })),
    enabled: me !== undefined,
  });
  return me ? (data?.groups ?? 0) : 0;
}
