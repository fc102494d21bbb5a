import { createContext, use, useSyncExternalStore, type ReactNode } from 'react';
import type { AttachPhoto, FieldError } from '@/api/models';

/** The photos of a draft, as far as writing needs to know them. */
export interface Attachments {
  readonly summary: AttachmentSummary;
  subscribe: (listener: () => void) => () => void;
  add: (files: readonly File[]) => void;
  /** The API didn't take some of them; true when that was the trouble. */
  refuse: (faults: readonly FieldError[]) => boolean;
  /** They were posted, or are no longer wanted. */
  clear: () => void;
}

export interface AttachmentSummary {
  count: number;
  attach: readonly AttachPhoto[];
  /** Why it can't be posted yet. */
  hindrance: string | null;
}

/** What the app gives to drafts: where their photos are, and what shows them. */
export interface AttachmentKit {
  of: (draft: string) => Attachments;
  showTray: (draft: string) => ReactNode;
}

export const AttachmentContext = createContext<AttachmentKit | null>(null);

/** The name of the draft of the next crud; drafts of replies are named after their crud. */
export const NEW_CRUD = 'crud';

/** What the app gives to drafts. */
export function useAttachmentKit(): AttachmentKit {
  const kit = use(AttachmentContext);
  if (!kit) throw new Error('useAttachmentKit needs an AttachmentContext above it.');
  return kit;
}

/** The photos of a draft; renders anew when they change. */
export function useAttachments(draft: string) {
  const attachments = useAttachmentKit().of(draft);
  const summary = useSyncExternalStore(attachments.subscribe, () => attachments.summary);
  return { attachments, summary };
}
