import { Link, useMatchRoute } from '@tanstack/react-router';
import { useMe } from '@/api/me';
import { HomeIcon, InfoIcon, PenIcon, PersonIcon } from '@/components/icons';
import { useOpenComposer } from './compose-host';

const tab =
  'flex h-14 flex-1 flex-col items-center justify-center gap-0.5 text-[0.6875rem] font-medium text-soft';
const active = { className: 'font-bold! text-accent!' };

/** The navigation on a phone, with the button to write above it. */
export function TabBar() {
  const { data: me } = useMe();
  const openComposer = useOpenComposer();
  // On a crud's page people write replies, and the button would lie on theirs.
  const onCrud = useMatchRoute()({ to: '/@{$handle}/cruds/$id' }) !== false;
  return (
    <>
      {me && !onCrud && (
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
