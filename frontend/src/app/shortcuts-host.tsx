import { createContext, useCallback, useContext, useState, type ReactNode } from 'react';
import { DialogTrouble } from '@/components/code-trouble';
import { lazyPart } from '@/components/lazy-part';
import { useShortcuts } from './use-shortcuts';

const ShortcutSheet = lazyPart(
  () => import('./shortcut-sheet').then((module) => module.ShortcutSheet),
  {
    broken: (retry, { onClose }) => (
      <DialogTrouble what="The list of shortcuts" onRetry={retry} onClose={onClose} />
    ),
  },
);

const ShowSheetContext = createContext<() => void>(() => undefined);

/** Shows which shortcuts there are. */
export function useShortcutSheet(): () => void {
  return useContext(ShowSheetContext);
}

/** Listens for shortcuts, and holds the sheet that lists them. */
export function ShortcutsHost({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const show = useCallback(() => setOpen(true), []);
  useShortcuts(show);
  return (
    <ShowSheetContext value={show}>
      {children}
      {open && <ShortcutSheet onClose={() => setOpen(false)} />}
    </ShowSheetContext>
  );
}
