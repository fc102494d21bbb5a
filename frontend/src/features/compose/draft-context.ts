import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Draft, DraftStore, ReplyDrafts } from './draft-store';

export const DraftContext = createContext<DraftStore | null>(null);
export const ReplyDraftsContext = createContext<ReplyDrafts | null>(null);

/** The store of the draft. */
export function useDraftStore(): DraftStore {
  const store = useContext(DraftContext);
  if (!store) throw new Error('useDraftStore needs a DraftContext above it.');
  return store;
}

/** The store of the draft of a reply to this crud. */
export function useReplyDraftStore(parent: string): DraftStore {
  const drafts = useContext(ReplyDraftsContext);
  if (!drafts) throw new Error('useReplyDraftStore needs a ReplyDraftsContext above it.');
  return drafts.of(parent);
}

/** A draft; renders anew when it changes, also from another composer. */
export function useDraft(store: DraftStore): Draft {
  return useSyncExternalStore(store.subscribe, () => store.draft);
}
