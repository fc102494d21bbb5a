import { Link, type LinkComponentProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/** Links between the faces of one page, laid out as tabs. */
export function Tabs({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav aria-label={label} className="flex h-full min-w-0 grow">
      {children}
    </nav>
  );
}

/** One of them; the line below it marks the one that is open. */
export function Tab({
  current,
  children,
  ...link
}: Omit<LinkComponentProps, 'children' | 'className'> & { current: boolean; children: ReactNode }) {
  return (
    <Link
      {...link}
      {...(current ? { 'aria-current': 'page' as const } : { 'aria-current': undefined })}
      className={`relative flex h-full min-w-0 flex-1 items-center justify-center px-2 font-semibold outline-offset-[-4px] transition-colors hover:bg-veil ${current ? 'text-ink' : 'text-soft hover:text-ink'}`}
    >
      <span className="truncate">{children}</span>
      {current && (
        <span
          aria-hidden="true"
          className="absolute bottom-0 h-1 w-16 max-w-full rounded-full bg-fill"
        />
      )}
    </Link>
  );
}
