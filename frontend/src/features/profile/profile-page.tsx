import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { useMe } from '@/api/me';
import type { Me, User } from '@/api/models';
import { Button } from '@/components/button';
import { PageHeader } from '@/components/page-header';
import { ErrorState, OfflineState, PageState } from '@/components/page-state';
import { usePageTitle } from '@/lib/page';
import { useOnline } from '@/lib/use-online';
import { ProfileCard } from './profile-card';
import { ProfileSkeleton } from './profile-skeleton';
import { useUser } from './use-user';

const EditProfileDialog = lazy(() =>
  import('./edit-profile-dialog').then((module) => ({ default: module.EditProfileDialog })),
);

/** A person's page: who they are and, as `children`, what they posted. */
export function ProfilePage({
  handle,
  children,
}: {
  handle: string;
  children: (user: User) => ReactNode;
}) {
  const online = useOnline();
  const { data: user, isPending, error, refetch } = useUser(handle);
  const { data: me } = useMe();
  usePageTitle(user ? `${user.display_name} (@${user.handle})` : `@${handle}`);
  useCanonicalHandle(handle, user);

  const retry = () => void refetch();
  const mine = me && user && me.handle === user.handle ? me : undefined;
  return (
    <>
      <PageHeader
        title={user?.display_name ?? `@${handle}`}
        subtitle={user ? crudCount(user.cruds_count) : undefined}
        back
      />
      {user && (
        <>
          <ProfileCard user={user} action={mine && <EditButton me={mine} />} />
          {children(user)}
        </>
      )}
      {user === null && <Nobody handle={handle} />}
      {isPending && (online ? <ProfileSkeleton /> : <OfflineState onRetry={retry} />)}
      {user === undefined && error && <ErrorState error={error} onRetry={retry} />}
    </>
  );
}

function crudCount(count: number): string {
  return count === 1 ? '1 living crud' : `${count.toLocaleString()} living cruds`;
}

function Nobody({ handle }: { handle: string }) {
  return (
    <PageState art="?!" title={`Nobody goes by @${handle}`}>
      Check the spelling. Handles are easy to mistype and never change.
    </PageState>
  );
}

function EditButton({ me }: { me: Me }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="outline" onClick={() => setOpen(true)}>
        Edit profile
      </Button>
      <Suspense>{open && <EditProfileDialog me={me} onClose={() => setOpen(false)} />}</Suspense>
    </>
  );
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
