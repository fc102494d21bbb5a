import { createContext, type ReactNode } from 'react';
import type { Message } from '@/api/messages';
import type { AttachedPhoto } from '@/lib/attachments/attachments';

interface MessagePhotosProps {
  group: string;
  message: Message;
  /** Asks for other signatures; never fails. */
  renew: () => Promise<unknown>;
}

/** What shows photos; the app says how. */
export interface ShowsPhotos {
  sent: (props: MessagePhotosProps) => ReactNode;
  sending: (photos: readonly AttachedPhoto[]) => ReactNode;
}

export const MessagePhotosContext = createContext<ShowsPhotos>({
  sent: () => null,
  sending: () => null,
});
