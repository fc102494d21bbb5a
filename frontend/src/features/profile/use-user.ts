import { useQuery } from '@tanstack/react-query';
import { useApi } from '@/api/api-context';
import { unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import type { User } from '@/api/models';
import { ProblemError } from '@/api/problem';

/** A person's public profile, or null when nobody has that handle. */
export function useUser(handle: string) {
  const api = useApi();
  return useQuery({
    queryKey: keys.user(handle),
    queryFn: async ({ signal }): Promise<User | null> => {
      try {
        const params = { path: { handle } };
        return await unwrap(api.asAnyone.GET('/api/users/{handle}', { params, signal }));
      } catch (error) {
        // What breaks the rules of handles is nobody's handle.
        if (error instanceof ProblemError && [404, 422].includes(error.status)) return null;
        throw error;
      }
    },
  });
}
