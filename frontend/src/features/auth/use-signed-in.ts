import { useNavigate, useRouter } from '@tanstack/react-router';
import { useQueryClient } from '@tanstack/react-query';
import { useApi } from '@/api/api-context';
import { unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import { needsAnotherHandle } from '@/api/me';
import { safeReturnTo } from '@/lib/session/return-to';
import { useSessionControl } from '@/lib/session/session-context';

/**
 * Signs in, makes sure that the profile exists, and goes on: to where the person came
 * from, or to choosing another handle when theirs was taken meanwhile.
 */
export function useSignInAndGoOn() {
  const session = useSessionControl();
  const goOn = useGoOn();
  return async (email: string, password: string, returnTo?: string) => {
    await session.signIn(email, password);
    await goOn(returnTo);
  };
}

function useGoOn() {
  const api = useApi();
  const client = useQueryClient();
  const navigate = useNavigate();
  const router = useRouter();
  return async (returnTo?: string) => {
    // Any failure but a taken handle is told by the page that comes next.
    const problem = await client
      .query({ queryKey: keys.me, queryFn: () => unwrap(api.asMe.GET('/api/me')) })
      .then(() => null)
      .catch((error: unknown) => error);
    if (needsAnotherHandle(problem)) {
      await navigate({
        to: '/handle',
        search: returnTo ? { return_to: returnTo } : {},
        replace: true,
      });
      return;
    }
    router.history.replace(safeReturnTo(returnTo));
  };
}
