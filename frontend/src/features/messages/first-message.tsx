import { useQueryClient } from '@tanstack/react-query';
import { Navigate, useNavigate } from '@tanstack/react-router';
import { keys } from '@/api/keys';
import type { GroupList } from '@/api/messages';
import type { User } from '@/api/models';
import { describeError } from '@/api/problem';
import { isSuspended, useUser } from '@/api/user';
import { Avatar } from '@/components/avatar';
import { Notice } from '@/components/notice';
import { ErrorState, PageState } from '@/components/page-state';
import { Nobody, Suspended } from '@/components/person-states';
import { usePageTitle } from '@/lib/page';
import { oneToOneWith } from './groups';
import { MessageComposer, type Written } from './message-composer';
import { useMessaging, useOwnHandle } from './messaging-context';
import { PaneHeader } from './pane-header';
import { faultsOf, useStartConversation } from './start-conversation';
import { ThreadSkeleton } from './thread-skeleton';
import { useConversations } from './use-conversations';

/** The conversation with a person: the one there is, or one that begins with the first message. */
export function FirstMessage({ handle }: { handle: string }) {
  const { data: user, error, refetch } = useUser(handle);
  const { query } = useConversations();
  const client = useQueryClient();
  const me = useOwnHandle();
  usePageTitle(user ? user.display_name : `@${handle}`);
  if (isSuspended(error)) return <Amiss handle={handle} what={<Suspended handle={handle} />} />;
  if (user === null) return <Amiss handle={handle} what={<Nobody handle={handle} />} />;
  if (error && !user) {
    const state = <ErrorState error={error} onRetry={() => void refetch()} />;
    return <Amiss handle={handle} what={state} />;
  }
  if (!user || query.isPending) return <Amiss handle={handle} what={<ThreadSkeleton />} />;
  if (user.handle === me) return <Amiss handle={handle} what={<Oneself />} />;
  const known = oneToOneWith(client.getQueryData<GroupList>(keys.messageGroups), user.handle);
  if (known) return <Navigate to="/messages/$group" params={{ group: known.id }} replace />;
  return <Beginning user={user} />;
}

function Amiss({ handle, what }: { handle: string; what: React.ReactNode }) {
  return (
    <>
      <PaneHeader title={`@${handle}`} back />
      <div className="flex min-h-0 grow flex-col overflow-y-auto">{what}</div>
    </>
  );
}

function Oneself() {
  return (
    <PageState art="?!" title="That is you">
      Talking to yourself needs no server.
    </PageState>
  );
}

function Beginning({ user }: { user: User }) {
  const { handle, display_name, avatar } = user;
  const { outbox } = useMessaging();
  const start = useStartConversation();
  const navigate = useNavigate();
  // Nothing is taken from the composer before there is where to send it.
  const send = ({ text, take }: Written) => {
    start.mutate(
      { handles: [handle] },
      {
        onSuccess: ({ id }) => {
          outbox.add(id, text, take());
          void navigate({ to: '/messages/$group', params: { group: id }, replace: true });
        },
      },
    );
  };
  const [fault] = Object.values(faultsOf(start.error, [handle]));
  return (
    <>
      <PaneHeader
        title={display_name}
        subtitle={`@${handle}`}
        back
        before={
          <span className="scale-90">
            <Avatar handle={handle} name={display_name} picture={avatar} />
          </span>
        }
      />
      <div className="flex min-h-0 grow flex-col justify-end overflow-y-auto">
        <PageState
          art={<Avatar handle={handle} name={display_name} picture={avatar} />}
          title={display_name}
        >
          What you say here, only the two of you can read.
        </PageState>
      </div>
      <MessageComposer
        draftKey={`to.${handle.toLowerCase()}`}
        to={display_name}
        onSend={send}
        busy={start.isPending}
      >
        {start.error && (
          <div className="pb-2">
            <Notice tone="danger">
              Not sent. {fault ? `@${handle} ${fault}` : describeError(start.error)}
            </Notice>
          </div>
        )}
      </MessageComposer>
    </>
  );
}
