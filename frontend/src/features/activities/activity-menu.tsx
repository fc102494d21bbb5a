import { useMe } from '@/api/me';
import type { Activity } from '@/api/models';
import { MenuTrouble } from '@/components/code-trouble';
import { lazyPart } from '@/components/lazy-part';

// Only authors need it, so that readers don't download menus and dialogs.
const AuthorMenu = lazyPart(() => import('./author-menu').then((module) => module.AuthorMenu), {
  waiting: <span className="size-9" />,
  broken: (retry) => <MenuTrouble what="The menu of this crud" onRetry={retry} />,
});

/** What the reader may do with a crud: with their own, decide how it ends. */
export function ActivityMenu({ activity }: { activity: Activity }) {
  const { data: me } = useMe();
  if (me?.handle.toLowerCase() !== activity.author.handle.toLowerCase()) return null;
  return <AuthorMenu activity={activity} />;
}
