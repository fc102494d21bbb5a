import { Link } from '@tanstack/react-router';
import type { UserSummary } from '@/api/models';
import { useSession } from '@/lib/session/session-context';
import { buttonClass } from './button';
import { MessageIcon } from './icons';

/** The way to the conversation with a person; for strangers by way of signing in. */
export function MessageLink({ person }: { person: Pick<UserSummary, 'handle' | 'viewer'> }) {
  const { status } = useSession();
  const { handle } = person;
  const look = buttonClass('outline', 'size-9 min-h-9! shrink-0 px-0! py-0!');
  const face = (
    <>
      <MessageIcon />
      <span className="sr-only">Message @{handle}</span>
    </>
  );
  if (status === 'signed-out') {
    const path = `/messages/new?to=${handle}`;
    return (
      <Link to="/signin" search={{ return_to: path }} data-tip="Message" className={look}>
        {face}
      </Link>
    );
  }
  // The server leaves `viewer` out of the caller's own profile.
  if (!person.viewer) return null;
  return (
    <Link to="/messages/new" search={{ to: handle }} data-tip="Message" className={look}>
      {face}
    </Link>
  );
}
