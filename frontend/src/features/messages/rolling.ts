import { useEffect, useMemo } from 'react';
import type { Message } from '@/api/messages';
import { useNow } from '@/lib/expiry/use-now';
import { signatureEnd } from '@/lib/pictures/signature';
import { useMessaging } from './messaging-context';
import type { Thread } from './thread';

const MINUTE = 60_000;
const LOOK = 5 * MINUTE;
// So long before a signature ends it is replaced: a look, and a retry of it.
const AHEAD = 2 * LOOK + MINUTE;

/**
 * The messages whose photos can't be opened soon, though they stay: signatures roll daily. Those
 * of a message under a timer count until it ends, and need no other.
 */
export function rollingOut(messages: readonly Message[], now: number): string[] {
  return messages.filter((message) => endsEarly(message, now)).map(({ id }) => id);
}

function endsEarly({ photos = [], expires_at }: Message, now: number): boolean {
  if (expires_at && Date.parse(expires_at) <= now + AHEAD) return false;
  return photos.some(({ signature }) => (signatureEnd(signature) ?? Infinity) <= now + AHEAD);
}

/** Keeps the photos of an open thread open. What fails is asked for again with the next look. */
export function useRollingPhotos(group: string, thread: Thread | undefined): void {
  const messaging = useMessaging();
  const now = useNow(LOOK);
  const due = useMemo(() => rollingOut(thread?.messages ?? [], now).join(), [thread, now]);
  useEffect(() => {
    if (due !== '') void messaging.renewPhotos(group, due.split(','));
  }, [messaging, group, due, now]);
}
