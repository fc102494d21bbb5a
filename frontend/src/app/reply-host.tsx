import { useLocation } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { Activity } from '@/api/models';
import { DialogTrouble } from '@/components/code-trouble';
import { lazyPart } from '@/components/lazy-part';
import { ReplyContext } from '@/features/activities/reply-context';

// Who only reads doesn't download what it takes to write.
const ReplyDialog = lazyPart(
  () => import('@/features/compose/reply-dialog').then((module) => module.ReplyDialog),
  {
    broken: (retry, { onClose }) => (
      <DialogTrouble what="The editor" onRetry={retry} onClose={onClose} />
    ),
  },
);

/** Holds the dialog to reply in, over whatever page; it closes when that is left. */
export function ReplyHost({ children }: { children: ReactNode }) {
  const { pathname } = useLocation();
  const [open, setOpen] = useState<{ parent: Activity; at: string } | null>(null);
  return (
    <ReplyContext value={(parent) => setOpen({ parent, at: pathname })}>
      {children}
      {open?.at === pathname && <ReplyDialog parent={open.parent} onClose={() => setOpen(null)} />}
    </ReplyContext>
  );
}
