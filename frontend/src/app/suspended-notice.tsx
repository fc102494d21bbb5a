import { isAccountSuspended, useMe } from '@/api/me';
import { Notice } from '@/components/notice';
import { useSignOut } from './use-sign-out';

/** Tells people whose account is suspended how they stand, wherever they read. */
export function SuspendedNotice() {
  const { error } = useMe();
  const signOut = useSignOut();
  if (!isAccountSuspended(error)) return null;
  return (
    <div className="border-b border-line p-4">
      <Notice tone="danger">
        <p className="font-bold">Your account is suspended</p>
        <p>You can read what still burns, but you can’t post, reply or follow.</p>
        <button
          type="button"
          onClick={() => void signOut()}
          className="pt-1 font-semibold text-accent underline"
        >
          Sign out
        </button>
      </Notice>
    </div>
  );
}
