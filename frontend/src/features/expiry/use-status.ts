import { useQuery } from '@tanstack/react-query';
import { useApi } from '@/api/api-context';
import { unwrap } from '@/api/client';
import { keys } from '@/api/keys';

const AGAIN = 30_000;

/** How well the promise of forgetting is kept; asked again while it is looked at. */
export function useStatus() {
  const api = useApi();
  return useQuery({
    queryKey: keys.status,
    queryFn: ({ signal }) => unwrap(api.asAnyone.GET('/api/status', { signal })),
    refetchInterval: AGAIN,
  });
}
