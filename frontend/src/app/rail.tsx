import { Link } from '@tanstack/react-router';
import { useMe } from '@/api/me';
import { useUnread } from '@/api/unread';
import { Button } from '@/components/button';
import { GearIcon, HomeIcon, InfoIcon, MessageIcon, PenIcon, PersonIcon } from '@/components/icons';
import { Logo } from '@/components/logo';
import { UnreadBadge } from '@/components/unread-badge';
import { useOpenComposer } from './compose-host';
import { LazyAccountMenu } from './lazy-account-menu';
import { ThemeButton } from './theme-button';

const link =
  'group flex items-center gap-4 rounded-full p-3 text-lg font-medium text-ink transition-colors hover:bg-veil xl:pr-6';
const active = { className: 'font-bold! text-accent!' };

/** The navigation beside the column: icons on a narrow screen, with words on a wide one. */
export function Rail() {
  const { data: me, isLoading } = useMe();
  const openComposer = useOpenComposer();
  return (
    <header className="sticky top-(--banner) hidden h-[calc(100dvh-var(--banner))] w-19 shrink-0 flex-col px-2 py-3 sm:flex xl:w-64 xl:px-4">
      <Link to="/" aria-label="Cruddur, front page" className="mb-3 w-fit rounded-xl p-1.5">
        <Logo compact />
      </Link>
      <nav aria-label="Main" className="flex flex-col items-start gap-0.5">
        <Link
          to="/"
          aria-label="Home"
          activeProps={active}
          activeOptions={{ exact: true, includeSearch: false }}
          className={link}
        >
          <HomeIcon className="size-6.5" />
          <span className="hidden xl:inline">Home</span>
        </Link>
        {/* The place of the next three, so that what follows stays where it is. */}
        {isLoading && <span className="h-38.5 xl:h-40" />}
        {me && <MessagesLink />}
        {me && (
          <Link
            to="/@{$handle}"
            params={{ handle: me.handle }}
            aria-label="Profile"
            activeProps={active}
            activeOptions={{ exact: true }}
            className={link}
          >
            <PersonIcon className="size-6.5" />
            <span className="hidden xl:inline">Profile</span>
          </Link>
        )}
        {me && (
          <Link to="/settings" aria-label="Settings" activeProps={active} className={link}>
            <GearIcon className="size-6.5" />
            <span className="hidden xl:inline">Settings</span>
          </Link>
        )}
        <Link to="/about" aria-label="About" activeProps={active} className={link}>
          <InfoIcon className="size-6.5" />
          <span className="hidden xl:inline">About</span>
        </Link>
      </nav>
      {me && (
        <Button
          onClick={openComposer}
          aria-label="New crud"
          className="mt-4 size-13 px-0! text-lg xl:w-full"
        >
          <PenIcon className="size-5.5 xl:hidden" />
          <span className="hidden xl:inline">Crud</span>
        </Button>
      )}
      <div className="mt-auto">
        {me ? <LazyAccountMenu me={me} /> : !isLoading && <ThemeButton />}
      </div>
    </header>
  );
}

function MessagesLink() {
  const unread = useUnread();
  const name = unread > 0 ? `Messages, ${unread} unread` : 'Messages';
  return (
    <Link to="/messages" aria-label={name} activeProps={active} className={link}>
      <span className="relative">
        <MessageIcon className="size-6.5" />
        <UnreadBadge count={unread} className="absolute -top-2 left-3.5 ring-2 ring-page" />
      </span>
      <span className="hidden xl:inline">Messages</span>
    </Link>
  );
}
