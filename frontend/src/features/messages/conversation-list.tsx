import { Link } from '@tanstack/react-router';
import { buttonClass } from '@/components/button';
import { MessageIcon, PenIcon } from '@/components/icons';
import { LoadMore } from '@/components/load-more';
import { ErrorState, OfflineState, PageState } from '@/components/page-state';
import { useOnline } from '@/lib/use-online';
import { ConversationRow, ConversationSkeletons } from './conversation-row';
import { useOwnHandle } from './messaging-context';
import { PaneHeader } from './pane-header';
import { useConversations } from './use-conversations';

/** All conversations, and the way to a new one. `alone`: they are what the page is about. */
export function ConversationList({ alone }: { alone: boolean }) {
  return (
    <>
      <PaneHeader title="Messages" level={alone ? 1 : 2}>
        <Link
          to="/messages/new"
          aria-label="New conversation"
          data-tip="New conversation"
          className="-mr-1.5 inline-flex size-9 shrink-0 items-center justify-center rounded-full text-accent transition-colors hover:bg-veil"
        >
          <PenIcon className="size-5" />
        </Link>
      </PaneHeader>
      {/* On a phone the tab bar lies over the end. */}
      <div className="min-h-0 grow overflow-y-auto pb-20 sm:pb-4">
        <Conversations />
      </div>
    </>
  );
}

function Conversations() {
  const online = useOnline();
  const me = useOwnHandle();
  const { query, groups } = useConversations();
  const retry = () => void query.refetch();
  if (query.isPending) {
    return online ? <ConversationSkeletons /> : <OfflineState onRetry={retry} />;
  }
  if (query.isError && groups.length === 0) {
    return <ErrorState error={query.error} onRetry={retry} />;
  }
  if (groups.length === 0) return <NoConversations />;
  return (
    <>
      <ul aria-label="Conversations" aria-busy={query.isFetching}>
        {groups.map((group) => (
          <ConversationRow key={group.id} group={group} me={me} />
        ))}
      </ul>
      <LoadMore query={query} loading={<ConversationSkeletons count={2} />} end={null} />
    </>
  );
}

function NoConversations() {
  return (
    <PageState
      art={<MessageIcon />}
      title="Nobody has whispered yet"
      action={
        <Link to="/messages/new" className={buttonClass()}>
          Write to somebody
        </Link>
      }
    >
      Conversations are between those in them, and nobody else.
    </PageState>
  );
}
