import { useCanGoBack, useNavigate, useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { IconButton } from './button';
import { BackIcon } from './icons';

/** The heading of the centre column; it stays in sight while the column scrolls. */
export function PageHeader({
  title,
  subtitle,
  back = false,
  before,
  tabs,
  children,
}: {
  title: string;
  subtitle?: string | undefined;
  /** With a button back to where the reader came from. */
  back?: boolean;
  /** Ahead of the title. */
  before?: ReactNode;
  /** The faces of the page, in place of its title: that is only read out then. */
  tabs?: ReactNode;
  /** At the end. */
  children?: ReactNode;
}) {
  return (
    <header className="sticky top-(--banner) z-30 flex h-14 items-center gap-2 border-b border-line bg-surface/85 px-4 backdrop-blur-md">
      {back && <BackButton />}
      {before}
      {tabs}
      <div className={tabs ? 'sr-only' : 'min-w-0 grow'}>
        <h1 tabIndex={-1} className="truncate text-lg leading-tight font-bold tracking-tight">
          {title}
        </h1>
        {subtitle && <p className="truncate text-xs text-soft">{subtitle}</p>}
      </div>
      {children}
    </header>
  );
}

function BackButton() {
  const router = useRouter();
  const navigate = useNavigate();
  const canGoBack = useCanGoBack();
  // Who came by a link from elsewhere goes to the front page, not out of the site.
  const goBack = () => (canGoBack ? router.history.back() : void navigate({ to: '/' }));
  return (
    <IconButton label="Back" onClick={goBack} className="-ml-2">
      <BackIcon />
    </IconButton>
  );
}
