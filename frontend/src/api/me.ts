import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useSession } from '@/lib/session/session-context';
import { useApi } from './api-context';
import { unwrap } from './client';
import { keys } from './keys';
import type { Me } from './models';
import { ProblemError } from './problem';

/** The caller's own profile; asked for only while somebody is signed in. */
export function useMe(): UseQueryResult<Me> {
  const api = useApi();
  const { status } = useSession();
  return useQuery({
    queryKey: keys.me,
    queryFn: ({ signal }) => unwrap(api.asMe.GET('/api/me', { signal })),
    enabled: status === 'signed-in',
    staleTime: 5 * 60_000,
    // Asking again would only take away what is known, and pages would change to and fro.
    retryOnMount: unlessSuspended,
    refetchOnWindowFocus: unlessSuspended,
    refetchOnReconnect: unlessSuspended,
  });
}

function unlessSuspended(query: { state: { error: Error | null } }): boolean {
  return !isAccountSuspended(query.state.error);
}

/** True when the caller's own account is suspended: they may read, and nothing else. */
export function isAccountSuspended(error: unknown): boolean {
  return error instanceof ProblemError && error.code === 'account_suspended';
}

/** True when the handle from sign-up was taken meanwhile, so another must be chosen. */
export function needsAnotherHandle(error: unknown): boolean {
  return error instanceof ProblemError && error.code === 'handle_taken';
}
