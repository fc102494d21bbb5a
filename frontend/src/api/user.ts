import { queryOptions, useQuery } from '@tanstack/react-query';
import { useApi } from './api-context';
import { unwrap, type Api } from './client';
import { keys } from './keys';
import type { User } from './models';
import { ProblemError } from './problem';

/** A person's profile as the reader sees it, or null when nobody has that handle. */
export function userQuery(api: Api, handle: string) {
  return queryOptions({
    queryKey: keys.user(handle),
    queryFn: async ({ signal }): Promise<User | null> => {
      try {
        const params = { path: { handle } };
        return await unwrap(api.asViewer.GET('/api/users/{handle}', { params, signal }));
      } catch (error) {
        if (isSuspended(error)) throw error;
        // What breaks the rules of handles is nobody's handle.
        if (error instanceof ProblemError && [404, 422].includes(error.status)) return null;
        throw error;
      }
    },
  });
}

/** A person's profile; see userQuery. */
export function useUser(handle: string) {
  return useQuery(userQuery(useApi(), handle));
}

/** True when there is such a person, but their account is suspended. */
export function isSuspended(error: unknown): boolean {
  return error instanceof ProblemError && error.code === 'user_suspended';
}
