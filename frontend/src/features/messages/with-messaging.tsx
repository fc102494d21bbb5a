import type { ReactNode } from 'react';
import { useMe } from '@/api/me';
import { PartTrouble } from '@/components/code-trouble';
import { ErrorState } from '@/components/page-state';
import { useCode } from '@/lib/use-code';
import { ConversationSkeletons } from './conversation-row';
import { MessagingContext, useMessagingCode } from './messaging-context';

/** What is shown of conversations once their code, and who reads, are known. */
export function WithMessaging({ children }: { children: ReactNode }) {
  const code = useMessagingCode();
  const state = useCode(code);
  const { data: me, error, refetch } = useMe();
  if (state.status === 'failed') {
    return <PartTrouble what="Your messages" onRetry={() => void code.retry()} />;
  }
  if (!me && error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (state.status !== 'ready' || !me) return <ConversationSkeletons />;
  return <MessagingContext value={state.value}>{children}</MessagingContext>;
}
