import {
  useMutation,
  useMutationState,
  useQueryClient,
  type QueryClient,
} from '@tanstack/react-query';
import { useApi } from '@/api/api-context';
import { unwrap, type Api } from '@/api/client';
import { putFollowed } from '@/api/follow-cache';
import { keys } from '@/api/keys';
import type { UserSummary } from '@/api/models';
import { ProblemError } from '@/api/problem';
import { userQuery } from '@/api/user';
import { useAnnounce } from '@/lib/page';

/** What somebody wants of a person. An object, so that two clicks are two of them. */
interface Intent {
  follow: boolean;
}

/**
 * Follows or unfollows. What is wanted last lies over what the server said last as long as
 * it is under way, so nothing in the cache has to be taken back when it fails. Requests
 * about one person go one after another: the last intent is the last to arrive.
 */
export function useFollow(person: UserSummary) {
  const api = useApi();
  const client = useQueryClient();
  const announce = useAnnounce();
  const { handle } = person;
  const { mutate, error, reset } = useMutation({
    mutationKey: keys.follow(handle),
    scope: { id: keys.follow(handle).join() },
    mutationFn: (intent: Intent) => {
      // A newer click came while this one waited for its turn.
      if (newestIntent(client, handle) !== intent) return Promise.resolve(null);
      const params = { path: { handle } };
      return api.acting(intent.follow ? 'follow' : 'unfollow', () =>
        unwrap(
          intent.follow
            ? api.asMe.PUT('/api/users/{handle}/follow', { params })
            : api.asMe.DELETE('/api/users/{handle}/follow', { params }),
        ),
      );
    },
    onSuccess: (user, intent) => {
      if (!user) return;
      putFollowed(client, user);
      announce(intent.follow ? `You follow @${handle}` : `You no longer follow @${handle}`);
    },
    onError: (failure) => {
      // Without an answer it may have happened all the same: only the server knows.
      if (!(failure instanceof ProblemError)) void askAgain(api, client, handle);
    },
  });
  const wanted = useMutationState({
    filters: { mutationKey: keys.follow(handle), status: 'pending' },
    select: (mutation) => mutation.state.variables as Intent,
  }).at(-1);

  const known = person.viewer?.following ?? false;
  const toggle = () => mutate({ follow: !(newestIntent(client, handle)?.follow ?? known) });
  return { following: wanted?.follow ?? known, toggle, error, forgetError: reset };
}

function newestIntent(client: QueryClient, handle: string): Intent | undefined {
  const filters = { mutationKey: keys.follow(handle), status: 'pending' } as const;
  const pending = client.getMutationCache().findAll(filters);
  return pending.at(-1)?.state.variables as Intent | undefined;
}

async function askAgain(api: Api, client: QueryClient, handle: string): Promise<void> {
  try {
    const user = await client.query({ ...userQuery(api, handle), staleTime: 0 });
    if (user) putFollowed(client, user);
  } catch {
    // Neither does this come through; the next visit asks again.
  }
}
