import { createContext, use } from 'react';
import { useMe } from '@/api/me';
import type { Code } from '@/lib/code';
import type { Messaging } from './messaging';

export const MessagingCodeContext = createContext<Code<Messaging> | null>(null);

/** Conversations, as far as they have come: strangers don't download what it takes. */
export function useMessagingCode(): Code<Messaging> {
  const code = use(MessagingCodeContext);
  if (!code) throw new Error('useMessagingCode needs a MessagingCodeContext above it.');
  return code;
}

export const MessagingContext = createContext<Messaging | null>(null);

/** Conversations, for what is shown once they are here. */
export function useMessaging(): Messaging {
  const messaging = use(MessagingContext);
  if (!messaging) throw new Error('useMessaging needs a MessagingContext above it.');
  return messaging;
}

/** The handle of who reads. */
export function useOwnHandle(): string {
  return useMe().data?.handle ?? '';
}
