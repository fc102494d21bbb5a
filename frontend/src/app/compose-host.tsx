import { createContext, useCallback, useContext, useState, type ReactNode } from 'react';
import { useMe } from '@/api/me';
import { DialogTrouble } from '@/components/code-trouble';
import { lazyPart } from '@/components/lazy-part';

// Strangers never write: they don't download what it takes.
const ComposeDialog = lazyPart(
  () => import('@/features/compose/compose-dialog').then((module) => module.ComposeDialog),
  {
    broken: (retry, { onOpenChange }) => (
      <DialogTrouble what="The editor" onRetry={retry} onClose={() => onOpenChange(false)} />
    ),
  },
);

const OpenComposerContext = createContext<() => void>(() => undefined);

/** Opens the composer over the page. */
export function useOpenComposer(): () => void {
  return useContext(OpenComposerContext);
}

/** Holds the composer that opens over any page. */
export function ComposeHost({ children }: { children: ReactNode }) {
  const { data: me } = useMe();
  const [open, setOpen] = useState(false);
  const openComposer = useCallback(() => setOpen(true), []);
  return (
    <OpenComposerContext value={openComposer}>
      {children}
      {me && open && <ComposeDialog me={me} open onOpenChange={setOpen} />}
    </OpenComposerContext>
  );
}
