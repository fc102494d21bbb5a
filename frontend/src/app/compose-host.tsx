import { createContext, lazy, Suspense, useContext, useState, type ReactNode } from 'react';
import { useMe } from '@/api/me';

// Strangers never write: they don't download what it takes.
const ComposeDialog = lazy(() =>
  import('@/features/compose/compose-dialog').then((module) => ({ default: module.ComposeDialog })),
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
  return (
    <OpenComposerContext value={() => setOpen(true)}>
      {children}
      <Suspense>{me && open && <ComposeDialog me={me} open onOpenChange={setOpen} />}</Suspense>
    </OpenComposerContext>
  );
}
