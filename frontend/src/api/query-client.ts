import { QueryClient } from '@tanstack/react-query';
import { keys } from './keys';
import { isTransient, ProblemError } from './problem';

const ATTEMPTS = 3;

/** A query cache that retries only what a retry can heal. */
export function createQueryClient(): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        gcTime: 15 * 60_000,
        retry: (failures, error) => isTransient(error) && failures < ATTEMPTS - 1,
        retryDelay,
      },
      // People decide themselves when to try a write again.
      mutations: { retry: false, networkMode: 'always' },
    },
  });
  // Nobody watches this mark; it stays until the feed was fetched anew.
  client.setQueryDefaults(keys.homeChanged, { gcTime: Number.POSITIVE_INFINITY });
  return client;
}

function retryDelay(failures: number, error: Error): number {
  if (error instanceof ProblemError && error.retryAfter !== undefined) {
    return Math.min(error.retryAfter, 10) * 1000;
  }
  return 500 * 2 ** failures;
}
