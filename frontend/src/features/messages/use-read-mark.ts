import { useEffect, useSyncExternalStore } from 'react';
import type { MessageGroup } from '@/api/messages';
import { useMessaging } from './messaging-context';
import type { Thread } from './thread';
import { newestOf } from './thread';

// Long enough to have been read, and short enough for the badge to be believed.
const SETTLED = 500;

/**
 * Says up to where the reader has read: only while the newest messages are in sight, in a tab
 * that is seen and has the focus.
 */
export function useReadMark(
  group: MessageGroup | null | undefined,
  thread: Thread | undefined,
  inSight: boolean,
): void {
  const messaging = useMessaging();
  const attentive = useAttentive();
  const newest = thread && newestOf(thread)?.id;
  const id = group?.id;
  const behind = newest !== undefined && newest > (group?.last_read_id ?? '');
  const due = attentive && inSight && (behind || (group?.unread_count ?? 0) > 0);

  useEffect(() => {
    if (!due || !id || !newest) return;
    const timer = setTimeout(() => messaging.markRead(id, newest), SETTLED);
    return () => clearTimeout(timer);
  }, [messaging, due, id, newest]);
}

/** Whether somebody looks at this tab. */
function useAttentive(): boolean {
  return useSyncExternalStore(subscribe, () => !document.hidden && document.hasFocus());
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('focus', listener);
  window.addEventListener('blur', listener);
  document.addEventListener('visibilitychange', listener);
  return () => {
    window.removeEventListener('focus', listener);
    window.removeEventListener('blur', listener);
    document.removeEventListener('visibilitychange', listener);
  };
}
