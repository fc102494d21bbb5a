import { useNavigate } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';
import { useMe } from '@/api/me';
import type { User } from '@/api/models';
import { isSuspended, useUser } from '@/api/user';
import { PageHeader } from '@/components/page-header';
import { ErrorState, OfflineState } from '@/components/page-state';
import { Nobody, Suspended } from '@/components/person-states';
import { usePageTitle } from '@/lib/page';
import { useOnline } from '@/lib/use-online';
import { EditButton } from './edit-button';
import { ProfileCard } from './profile-card';
import { ProfileSkeleton } from './profile-skeleton';

/** A person's page: who they are, what the reader may do and, as `children`, what they posted. */
export function ProfilePage({
  handle,
  action,
  children,
}: {
  handle: string;
  /** What to do with anybody but oneself. */
  action: (user: User) => ReactNode;
  children: (user: User) => ReactNode;
}) {
  const online = useOnline();
  const { data: user, isPending, error, refetch } = useUser(handle);
  const { data: me } = useMe();
  usePageTitle(user ? `${user.display_name} (@${user.handle})` : `@${handle}`);
  useCanonicalHandle(handle, user);

  const retry = () => void refetch();
  const mine = me && user && me.handle === user.handle ? me : undefined;
  const suspended = isSuspended(error);
  return (
    <>
      <PageHeader
        title={user?.display_name ?? `@${handle}`}
        subtitle={user ? crudCount(user.cruds_count) : undefined}
        back
      />
      {suspended && <Suspended handle={handle} />}
      {user && !suspended && (
        <>
          <ProfileCard user={user} action={mine ? <EditButton me={mine} /> : action(user)} />
          {children(user)}
        </>
      )}
      {user === null && <Nobody handle={handle} />}
      {isPending && (online ? <ProfileSkeleton /> : <OfflineState onRetry={retry} />)}
      {user === undefined && error && !suspended && <ErrorState error={error} onRetry={retry} />}
    </>
  );
}

function crudCount(count: number): string {
  return count === 1 ? '1 living crud' : `${count.toLocaleString()} living cruds`;
}

/** Puts the handle in the address as its owner writes it. */
function useCanonicalHandle(handle: string, user: User | null | undefined): void {
  const navigate = useNavigate();
  const canonical = user?.handle;
  useEffect(() => {
    if (!canonical || canonical === handle) return;
    void navigate({ to: '/@{$handle}', params: { handle: canonical }, replace: true });
  }, [navigate, canonical, handle]);
}
