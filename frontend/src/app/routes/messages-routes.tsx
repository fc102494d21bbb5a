import { Outlet, useLocation, useMatchRoute, useParams, useSearch } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { MessageIcon } from '@/components/icons';
import { PageState } from '@/components/page-state';
import { ConversationList } from '@/features/messages/conversation-list';
import { FirstMessage } from '@/features/messages/first-message';
import { NewConversation } from '@/features/messages/new-conversation';
import { ThreadPane } from '@/features/messages/thread-pane';
import { WithMessaging } from '@/features/messages/with-messaging';
import { usePageTitle } from '@/lib/page';
import { RequireSession } from '../session-guards';

// Results are spelled out: inferred, they would need the types of the routes, which need them.

/** Conversations beside the one that is open; on a narrow screen one or the other. */
export function MessagesRoute(): ReactElement {
  const { href } = useLocation();
  const alone = useMatchRoute()({ to: '/messages' }) !== false;
  return (
    <RequireSession path={href}>
      <WithMessaging>
        <div className="flex min-h-0 grow">
          <section
            aria-label="Conversations"
            className={`${alone ? 'flex' : 'hidden lg:flex'} w-full min-w-0 flex-col lg:w-85 lg:shrink-0 lg:border-r lg:border-line`}
          >
            <ConversationList alone={alone} />
          </section>
          <div className={`${alone ? 'hidden lg:flex' : 'flex'} min-w-0 grow flex-col`}>
            <Outlet />
          </div>
        </div>
      </WithMessaging>
    </RequireSession>
  );
}

/** Beside the list while none is open. */
export function NoConversationRoute(): ReactElement {
  usePageTitle('Messages');
  return (
    <div className="flex grow flex-col justify-center">
      <PageState art={<MessageIcon />} title="Pick a conversation">
        Or begin one. What is said here is between those in it.
      </PageState>
    </div>
  );
}

/** Whom to write to, or the first message to somebody. */
export function NewConversationRoute(): ReactElement {
  const { to } = useSearch({ from: '/framed/messages/new' });
  return to ? <FirstMessage key={to} handle={to} /> : <NewConversation />;
}

/** One conversation. */
export function ConversationRoute(): ReactElement {
  const { group } = useParams({ from: '/framed/messages/$group' });
  return <ThreadPane key={group} id={group} />;
}
