import { createContext, use, useSyncExternalStore } from 'react';
import type { AttachmentPurpose } from '@/lib/attachments/attachments';
import type { PhotoDraft } from './photo-draft';
import type { PhotoDrafts } from './photo-drafts';
import type { RunUpload } from './upload-state';

/** What of photos lives as long as the app. */
export interface PhotoServices {
  drafts: PhotoDrafts;
  /** Gets the code that uploads. */
  uploader: () => Promise<RunUpload>;
}

export const PhotoServicesContext = createContext<PhotoServices | null>(null);

/** What of photos lives as long as the app. */
export function usePhotoServices(): PhotoServices {
  const services = use(PhotoServicesContext);
  if (!services) throw new Error('usePhotoServices needs a PhotoServicesContext above it.');
  return services;
}

/** The photos of the draft by this name; renders anew when they change. */
export function usePhotoDraft(name: string, purpose: AttachmentPurpose): PhotoDraft {
  const draft = usePhotoServices().drafts.of(name, purpose);
  useSyncExternalStore(draft.subscribe, () => draft.photos);
  return draft;
}
