import { useQuery } from '@tanstack/react-query';
import { useSessionControl } from '@/lib/session/session-context';
import type { RuntimeConfig } from '@/lib/session/runtime-config';

/** The site's configuration, once the identity provider is loaded; a broken one breaks the page. */
export function useAuthConfig(): RuntimeConfig | undefined {
  const session = useSessionControl();
  const { data } = useQuery({
    queryKey: ['auth-config'],
    queryFn: async () => (await session.auth()).config,
    staleTime: Number.POSITIVE_INFINITY,
    throwOnError: (error) => error.name === 'ConfigError',
  });
  return data;
}
