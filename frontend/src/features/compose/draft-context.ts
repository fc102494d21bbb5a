import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Draft, DraftStore } from './draft-store';

export const DraftContext = createContext<DraftStore | null>(null);

/** The store of the draft. */
export function useDraftStore(): DraftStore {
  const store = useContext(DraftContext);
  if (!store) throw new Error('useDraftStore needs a DraftContext above it.');
  return store;
}

/** The draft; renders anew when it changes, also from another composer. */
export function useDraft(): Draft {
  const store = useDraftStore();
  return useSyncExternalStore(store.subscribe, () => store.draft);
}
