import { lazy, Suspense } from 'react';
import { useMe } from '@/api/me';
import type { Activity } from '@/api/models';

// Only authors need it, so that readers don't download menus and dialogs.
const AuthorMenu = lazy(() =>
  import('./author-menu').then((module) => ({ default: module.AuthorMenu })),
);

/** What the reader may do with a crud: today, delete their own. */
export function ActivityMenu({ activity }: { activity: Activity }) {
  const { data: me } = useMe();
  if (me?.handle.toLowerCase() !== activity.author.handle.toLowerCase()) return null;
  return (
    <Suspense fallback={<span className="size-9" />}>
      <AuthorMenu activity={activity} />
    </Suspense>
  );
}
