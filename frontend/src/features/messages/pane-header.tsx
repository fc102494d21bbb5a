import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { BackIcon } from '@/components/icons';

/** The heading of a column. Which of them is the page's depends on what the page is about. */
export function PaneHeader({
  title,
  level = 1,
  subtitle,
  back = false,
  before,
  children,
}: {
  title: string;
  level?: 1 | 2;
  subtitle?: ReactNode;
  /** With a way to the list, where that isn't beside it. */
  back?: boolean;
  before?: ReactNode;
  children?: ReactNode;
}) {
  const look = 'truncate text-lg leading-tight font-bold tracking-tight';
  return (
    <header className="flex h-14 shrink-0 items-center gap-2.5 border-b border-line px-4">
      {back && <BackToList />}
      {before}
      <div className="min-w-0 grow">
        {level === 1 ? (
          <h1 tabIndex={-1} className={look}>
            {title}
          </h1>
        ) : (
          <h2 className={look}>{title}</h2>
        )}
        {subtitle && <p className="truncate text-xs text-soft">{subtitle}</p>}
      </div>
      {children}
    </header>
  );
}

function BackToList() {
  return (
    <Link
      to="/messages"
      aria-label="Back to messages"
      className="-ml-2 inline-flex size-9 shrink-0 items-center justify-center rounded-full text-soft transition-colors hover:bg-veil hover:text-accent lg:hidden"
    >
      <BackIcon />
    </Link>
  );
}
