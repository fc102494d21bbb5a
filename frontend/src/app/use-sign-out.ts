import { useNavigate } from '@tanstack/react-router';
import { useAnnounce } from '@/lib/page';
import { useSessionControl } from '@/lib/session/session-context';

/** Ends the session and goes to the front page. */
export function useSignOut(): () => Promise<void> {
  const session = useSessionControl();
  const navigate = useNavigate();
  const announce = useAnnounce();
  return async () => {
    // First away from pages that would ask to sign in again.
    await navigate({ to: '/' });
    await session.signOut();
    announce('Signed out');
  };
}
