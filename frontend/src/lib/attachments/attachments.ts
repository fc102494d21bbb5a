import { createContext, use, useSyncExternalStore, type ReactNode } from 'react';
import type { AttachPhoto, FieldError } from '@/api/models';

/** What photos are attached to, as the service that takes them says it: a crud, or a message. */
export type AttachmentPurpose = 'photo' | 'message';

/** A photo that is ready to be sent. */
export interface AttachedPhoto {
  id: string;
  alt: string;
  width: number;
  height: number;
  placeholder: string;
  /** An object URL of the file; null when the page was left meanwhile. */
  preview: string | null;
}

/** The photos of a draft, as far as writing needs to know them. */
export interface Attachments {
  readonly summary: AttachmentSummary;
  subscribe: (listener: () => void) => () => void;
  add: (files: readonly File[]) => void;
  /** The API didn't take some of them; true when that was the trouble. */
  refuse: (faults: readonly FieldError[]) => boolean;
  /** They were posted, or are no longer wanted. */
  clear: () => void;
  /** Hands over what is ready and begins anew; the previews are the taker's to let go. */
  take: () => AttachedPhoto[];
}

export interface AttachmentSummary {
  count: number;
  attach: readonly AttachPhoto[];
  /** Why it can't be posted yet. */
  hindrance: string | null;
}

/** What the app gives to drafts: where their photos are, and what shows them. */
export interface AttachmentKit {
  of: (draft: string, purpose: AttachmentPurpose) => Attachments;
  showTray: (draft: string, purpose: AttachmentPurpose) => ReactNode;
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
export function useAttachments(draft: string, purpose: AttachmentPurpose = 'photo') {
  const attachments = useAttachmentKit().of(draft, purpose);
  const summary = useSyncExternalStore(attachments.subscribe, () => attachments.summary);
  return { attachments, summary };
}
