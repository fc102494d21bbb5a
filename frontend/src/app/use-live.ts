import { useEffect, useSyncExternalStore } from 'react';
import { useMe } from '@/api/me';
import { useMessagingCode } from '@/features/messages/messaging-context';

/** Goes live for who is signed in, on whichever page they are, until they leave. */
export function useLive(): void {
  const code = useMessagingCode();
  const handle = useMe().data?.handle;
  const state = useSyncExternalStore(code.subscribe, () => code.state);
  const messaging = state.status === 'ready' ? state.value : undefined;
  useEffect(() => {
    if (handle) void code.load();
  }, [code, handle]);
  useEffect(() => (handle ? messaging?.start(handle) : undefined), [messaging, handle]);
}
