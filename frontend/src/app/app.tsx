import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider, type RouterHistory } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import { ApiContext } from '@/api/api-context';
import { Tooltips } from '@/components/tooltips';
import { PendingSignUpContext, usePendingSignUpStore } from '@/features/auth/pending-sign-up';
import { DraftContext, ReplyDraftsContext } from '@/features/compose/draft-context';
import { MessagingCodeContext } from '@/features/messages/messaging-context';
import { ExpiryContext } from '@/lib/expiry/expiry-context';
import { SessionContext } from '@/lib/session/session-context';
import { PhotoParts } from './photo-parts';
import { Announcer } from './announcer';
import { createAppRouter } from './router';
import type { Services } from './services';

/** The whole app; tests give it a history in memory. */
export function App({ services, history }: { services: Services; history?: RouterHistory }) {
  const [router] = useState(() => createAppRouter(history));
  useEffect(() => services.start(), [services]);
  return (
    <Providers services={services}>
      <RouterProvider router={router} />
    </Providers>
  );
}

function Providers({ services, children }: { services: Services; children: ReactNode }) {
  const pendingSignUp = usePendingSignUpStore();
  return (
    <QueryClientProvider client={services.queryClient}>
      <SessionContext value={services.session}>
        <ApiContext value={services.api}>
          <ExpiryContext value={services}>
            <DraftContext value={services.drafts}>
              <ReplyDraftsContext value={services.replyDrafts}>
                <PendingSignUpContext value={pendingSignUp}>
                  <PhotoParts services={services.photos}>
                    <MessagingCodeContext value={services.messaging}>
                      <Announcer>{children}</Announcer>
                    </MessagingCodeContext>
                  </PhotoParts>
                  <Tooltips />
                </PendingSignUpContext>
              </ReplyDraftsContext>
            </DraftContext>
          </ExpiryContext>
        </ApiContext>
      </SessionContext>
    </QueryClientProvider>
  );
}
