import { Link, useMatchRoute } from '@tanstack/react-router';
import { useMe } from '@/api/me';
import { useUnread } from '@/api/unread';
import { HomeIcon, InfoIcon, MessageIcon, PenIcon, PersonIcon } from '@/components/icons';
import { UnreadBadge } from '@/components/unread-badge';
import { useOpenComposer } from './compose-host';

const tab =
  'flex h-14 flex-1 flex-col items-center justify-center gap-0.5 text-[0.6875rem] font-medium text-soft';
const active = { className: 'font-bold! text-accent!' };

/** The navigation on a phone, with the button to write above it. */
export function TabBar() {
  const { data: me } = useMe();
  const openComposer = useOpenComposer();
  const matches = useMatchRoute();
  // Where people write something else, the button would lie on theirs.
  const writing =
    matches({ to: '/@{$handle}/cruds/$id' }) !== false ||
    matches({ to: '/messages', fuzzy: true }) !== false;
  // A conversation takes the whole of a phone; its header leads back.
  if (matches({ to: '/messages/$group' }) !== false) return null;
  return (
    <>
      {me && !writing && (
        <button
          type="button"
          aria-label="New crud"
          onClick={openComposer}
          className="fixed right-4 bottom-[calc(4.5rem+env(safe-area-inset-bottom))] z-30 inline-flex size-14 items-center justify-center rounded-full bg-fill text-on-accent shadow-float transition-transform hover:bg-fill-hover active:scale-95 sm:hidden"
        >
          <PenIcon className="size-6" />
        </button>
      )}
      <nav
        aria-label="Main"
        className="fixed inset-x-0 bottom-0 z-30 flex border-t border-line bg-surface/90 pb-[env(safe-area-inset-bottom)] backdrop-blur-md sm:hidden"
      >
        <Link
          to="/"
          activeProps={active}
          activeOptions={{ exact: true, includeSearch: false }}
          className={tab}
        >
          <HomeIcon className="size-6" />
          Home
        </Link>
        {me && <MessagesTab />}
        {me ? (
          <Link
            to="/@{$handle}"
            params={{ handle: me.handle }}
            activeProps={active}
            activeOptions={{ exact: true }}
            className={tab}
          >
            <PersonIcon className="size-6" />
            Profile
          </Link>
        ) : (
          <Link to="/signin" className={tab}>
            <PersonIcon className="size-6" />
            Sign in
          </Link>
        )}
        <Link to="/about" activeProps={active} className={tab}>
          <InfoIcon className="size-6" />
          About
        </Link>
      </nav>
    </>
  );
}

function MessagesTab() {
  const unread = useUnread();
  return (
    <Link to="/messages" activeProps={active} className={tab}>
      <span className="relative">
        <MessageIcon className="size-6" />
        <UnreadBadge
          count={unread}
          of="unread:"
          className="absolute -top-1.5 left-3.5 ring-2 ring-surface"
        />
      </span>
      Messages
    </Link>
  );
}
