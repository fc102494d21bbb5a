import { onlineManager } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import { useApi } from '@/api/api-context';

const EVERY = 3_000;

/** Tells the others that the reader types, at most every three seconds. Nothing waits for it. */
export function useTypingSignal(group: string): () => void {
  const api = useApi();
  const saidAt = useRef(Number.NEGATIVE_INFINITY);
  return useCallback(() => {
    const now = Date.now();
    if (now - saidAt.current < EVERY || !onlineManager.isOnline()) return;
    saidAt.current = now;
    const params = { path: { id: group } };
    api.messages.POST('/api/message_groups/{id}/typing', { params }).catch(() => undefined);
  }, [api, group]);
}
