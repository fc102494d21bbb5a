import type { ReactNode } from 'react';
import { ThreadLine } from './activity-card';

/** Where a crud of a thread was. */
export function StoneLine({
  leadsOn = false,
  children,
}: {
  leadsOn?: boolean;
  children?: ReactNode;
}) {
  return (
    <div
      className={`relative flex min-h-14 items-center gap-3 border-line px-4 py-2 text-sm text-soft ${leadsOn ? '' : 'border-b'}`}
    >
      {leadsOn && <ThreadLine from="top-11" />}
      <span
        aria-hidden="true"
        className="flex w-11 shrink-0 justify-center text-xs font-black tracking-tight opacity-80"
      >
        #?@!
      </span>
      <p className="grow italic">This reply was deleted</p>
      {children}
    </div>
  );
}
