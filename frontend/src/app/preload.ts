import { onlineManager, type QueryClient } from '@tanstack/react-query';
import { idle, wait } from '@/lib/idle';
import type { Session } from '@/lib/session/session';

type Load = () => Promise<unknown>;

/** Code that may be needed next, what is nearest first. */
interface Ahead {
  forAnyone: readonly Load[];
  /** For who is signed in. */
  forPeople: readonly Load[];
}

// Strangers get what they can read. Forms, and what signing in takes, wait until they are meant.
const everything: Ahead = {
  forAnyone: [
    () => import('@/features/photos/activity-viewer'),
    () => import('./routes/people-routes'),
    () => import('./routes/expiry-route'),
    () => import('./routes/about-route'),
  ],
  forPeople: [
    () => import('./own-home'),
    () => import('./account-menu'),
    () => import('@/features/compose/compose-dialog'),
    () => import('@/features/compose/reply-dialog'),
    () => import('@/features/photos/photo-tray'),
    () => import('@/features/photos/create-uploader'),
    () => import('@/features/activities/author-menu'),
    () => import('@/features/lives/burn-toasts'),
    () => import('@/features/lives/change-life-dialog'),
    () => import('@/features/profile/edit-profile-dialog'),
    () => import('@/features/photos/profile-pictures'),
    () => import('./routes/messages-routes'),
    () => import('./message-viewer'),
    () => import('./routes/settings-route'),
    () => import('./shortcut-sheet'),
    () => import('@/features/people/person-card'),
  ],
};

// What the first page itself asks for goes first.
const HEAD_START = 1_000;
const LOOK_AGAIN = 250;

/**
 * Gets the code of what is one step away, once the first page is there and the browser idles:
 * who goes offline then can still go about, and a deploy takes nothing from an open page.
 */
export function startPreloading(
  { session, queryClient }: { session: Session; queryClient: QueryClient },
  { forAnyone, forPeople }: Ahead = everything,
): () => void {
  let stopped = false;
  const run = async () => {
    await wait(HEAD_START);
    for (const load of session.signedIn ? [...forAnyone, ...forPeople] : forAnyone) {
      while (queryClient.isFetching() > 0) await wait(LOOK_AGAIN);
      await idle();
      // Back online, it begins again: what is here already costs nothing.
      if (stopped || !onlineManager.isOnline()) return;
      // What doesn't come now comes when it is needed, or says then that it didn't.
      await load().catch(() => undefined);
    }
  };
  void run();
  const stops = [
    session.subscribe(() => void run()),
    onlineManager.subscribe((online) => online && void run()),
  ];
  return () => {
    stopped = true;
    stops.forEach((stop) => stop());
  };
}
