import { useState } from 'react';
import type { Viewed } from '@/features/photos/open-viewer';
import { Viewer } from '@/features/photos/viewer';
import { MessagingContext, useMessagingCode } from '@/features/messages/messaging-context';
import { useMessage } from '@/features/messages/use-message';
import { useCode } from '@/lib/use-code';

interface MessageViewerProps {
  group: string;
  /** The message. */
  id: Viewed['id'];
  index: number;
  onGo: (index: number) => void;
  onClose: () => void;
}

/** The viewer for the photos of a message. Its thread is the page below. */
export function MessageViewer(props: MessageViewerProps) {
  const state = useCode(useMessagingCode());
  // The page below says what is the matter with its code.
  if (state.status !== 'ready') return null;
  return (
    <MessagingContext value={state.value}>
      <MessagePhotos {...props} />
    </MessagingContext>
  );
}

function MessagePhotos({ group, id, ...viewer }: MessageViewerProps) {
  const { message, error, retry, renew } = useMessage(group, id);
  // Whoever comes back to what is gone already isn't told of it: they see the thread.
  const [by, setBy] = useState<string>();
  if (message && by !== message.sender.display_name) setBy(message.sender.display_name);
  const sight = {
    photos: message === undefined ? undefined : (message?.photos ?? null),
    by,
    error,
    retry,
    renew,
    farewell: 'This message is gone, and its photos with it.',
  };
  return <Viewer sight={sight} {...viewer} />;
}
