import { useState, type ReactNode } from 'react';
import type { Activity } from '@/api/models';
import { DialogTrouble } from '@/components/code-trouble';
import { lazyPart } from '@/components/lazy-part';
import { LifeControlContext } from '@/lib/expiry/life-control';
import { useBurnings } from './use-burnings';

// Only authors need them.
const ChangeLifeDialog = lazyPart(
  () => import('./change-life-dialog').then((module) => module.ChangeLifeDialog),
  {
    broken: (retry, { onClose }) => (
      <DialogTrouble what="The choice of a life" onRetry={retry} onClose={onClose} />
    ),
  },
);
const BurnToasts = lazyPart(() => import('./burn-toasts').then((module) => module.BurnToasts), {
  broken: (retry, { burnings, onDismiss }) => (
    <DialogTrouble
      what="The way to undo"
      onRetry={retry}
      onClose={() => burnings.forEach(({ id }) => onDismiss(id))}
    />
  ),
});

/** Holds what changes lives above the pages, so that it outlasts the card it began at. */
export function LifeHost({ children }: { children: ReactNode }) {
  const [changing, setChanging] = useState<Activity | null>(null);
  const { burnings, burnNow, undo, dismiss } = useBurnings();
  return (
    <LifeControlContext value={{ changeLife: setChanging, burnNow }}>
      {children}
      {changing && <ChangeLifeDialog activity={changing} onClose={() => setChanging(null)} />}
      {burnings.length > 0 && (
        <BurnToasts
          burnings={burnings}
          onUndo={(burning) => void undo(burning)}
          onDismiss={dismiss}
        />
      )}
    </LifeControlContext>
  );
}
