import { useQuery } from '@tanstack/react-query';
import { useApi } from '@/api/api-context';
import { unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import type { HandleAvailability } from '@/api/models';
import { useDebounced } from './use-debounced';

const reasons: Record<NonNullable<HandleAvailability['reason']>, string> = {
  taken: 'is taken',
  reserved: 'is reserved',
  too_short: 'is too short: at least 3 characters',
  too_long: 'is too long: at most 20 characters',
  bad_characters: 'has characters that handles can’t have: use letters, digits and _',
};

/** How a handle stands; `reason` completes a sentence that begins with the handle. */
export interface HandleVerdict {
  state: 'none' | 'checking' | 'free' | 'refused' | 'unknown';
  reason: string;
}

/** Asks, while somebody types, whether they may have the handle. */
export function useHandleCheck(typed: string): HandleVerdict {
  const api = useApi();
  const handle = typed.trim();
  const settled = useDebounced(handle, 300);
  const askable = settled.length > 0 && settled.length <= 64;
  const { data, isError } = useQuery({
    queryKey: keys.handle(settled),
    queryFn: ({ signal }) => {
      const params = { path: { handle: settled } };
      return unwrap(api.asAnyone.GET('/api/handles/{handle}', { params, signal }));
    },
    enabled: askable,
    staleTime: 10_000,
  });
  if (handle === '') return { state: 'none', reason: '' };
  if (handle.length > 64) return { state: 'refused', reason: reasons.too_long };
  if (handle !== settled) return { state: 'checking', reason: '' };
  // To sign up is still possible: the server checks again.
  if (isError) return { state: 'unknown', reason: '' };
  if (!data) return { state: 'checking', reason: '' };
  if (data.available) return { state: 'free', reason: '' };
  return { state: 'refused', reason: reasons[data.reason ?? 'taken'] };
}
