import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useMe } from '@/api/me';
import { Button } from '@/components/button';
import { HomeIcon, InfoIcon, PenIcon, PersonIcon } from '@/components/icons';
import { Logo } from '@/components/logo';
import { useOpenComposer } from './compose-host';
import { ThemeButton } from './theme-button';

const AccountMenu = lazy(() =>
  import('./account-menu').then((module) => ({ default: module.AccountMenu })),
);

const link =
  'group flex items-center gap-4 rounded-full p-3 text-lg font-medium text-ink transition-colors hover:bg-veil xl:pr-6';
const active = { className: 'font-bold text-accent!' };

/** The navigation beside the column: icons on a narrow screen, with words on a wide one. */
export function Rail() {
  const { data: me } = useMe();
  const openComposer = useOpenComposer();
  return (
    <header className="sticky top-0 hidden h-dvh w-19 shrink-0 flex-col px-2 py-3 sm:flex xl:w-64 xl:px-4">
      <Link to="/" aria-label="Cruddur, front page" className="mb-3 w-fit rounded-xl p-1.5">
        <Logo compact />
      </Link>
      <nav aria-label="Main" className="flex flex-col items-start gap-0.5">
        <Link
          to="/"
          aria-label="Home"
          activeProps={active}
          activeOptions={{ exact: true }}
          className={link}
        >
          <HomeIcon className="size-6.5" />
          <span className="hidden xl:inline">Home</span>
        </Link>
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
        {me ? (
          <Suspense>
            <AccountMenu me={me} />
          </Suspense>
        ) : (
          <ThemeButton />
        )}
      </div>
    </header>
  );
}
