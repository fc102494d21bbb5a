import { Navigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { safeReturnTo } from '@/lib/session/return-to';
import { useSession } from '@/lib/session/session-context';

/**
 * Pages for strangers: who comes already signed in is sent on. Who signs in on the page is
 * sent on by the page itself, when their profile is there.
 */
export function StrangersOnly({
  returnTo,
  children,
}: {
  returnTo: string | undefined;
  children: ReactNode;
}) {
  const { status } = useSession();
  const [cameSignedIn] = useState(status === 'signed-in');
  if (cameSignedIn && status === 'signed-in')
    return <Navigate to={safeReturnTo(returnTo)} replace />;
  return children;
}

/** Pages for people who are in: strangers are asked to sign in first. `path` is the page's own. */
export function RequireSession({ path, children }: { path: string; children: ReactNode }) {
  const { status } = useSession();
  if (status === 'signed-in') return children;
  return <Navigate to="/signin" search={{ return_to: path }} replace />;
}
