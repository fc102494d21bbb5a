import { Link } from '@tanstack/react-router';
import { useCallback, useEffect, useState } from 'react';
import type { MessageGroup } from '@/api/messages';
import { buttonClass, IconButton } from '@/components/button';
import { DialogTrouble } from '@/components/code-trouble';
import { ClockIcon, InfoIcon, MutedIcon } from '@/components/icons';
import { lazyPart } from '@/components/lazy-part';
import { ErrorState, OfflineState, PageState } from '@/components/page-state';
import { useAnnounce, usePageTitle } from '@/lib/page';
import { useOnline } from '@/lib/use-online';
import { ConversationAvatar } from './conversation-avatar';
import { MessageComposer } from './message-composer';
import { useMessaging, useOwnHandle } from './messaging-context';
import { PaneHeader } from './pane-header';
import { useRollingPhotos } from './rolling';
import { ThreadLog } from './thread-log';
import { ThreadSkeleton } from './thread-skeleton';
import { useConversation } from './use-conversations';
import { useReadMark } from './use-read-mark';
import { useOutgoing, useThread, useTyping } from './use-thread';
import { useTypingSignal } from './use-typing-signal';
import { nameOf, othersIn, timerLabel, typingWords } from './words';

const DetailsDialog = lazyPart(
  () => import('./details-dialog').then((module) => module.DetailsDialog),
  {
    broken: (retry, { onClose }) => (
      <DialogTrouble what="What there is to this conversation" onRetry={retry} onClose={onClose} />
    ),
  },
);

/** One conversation: what was said, and where to say more. */
export function ThreadPane({ id }: { id: string }) {
  const online = useOnline();
  const { data: group, isPending, error, refetch } = useConversation(id);
  const retry = () => void refetch();
  if (group) return <OpenThread key={id} group={group} />;
  return (
    <>
      <Unopened title={group === null ? 'Not found' : 'Messages'} />
      {group === null && <NotAMember />}
      {isPending && (online ? <ThreadSkeleton /> : <OfflineState onRetry={retry} />)}
      {error && group === undefined && <ErrorState error={error} onRetry={retry} />}
    </>
  );
}

function Unopened({ title }: { title: string }) {
  usePageTitle(title);
  return <PaneHeader title={title} back />;
}

function NotAMember() {
  return (
    <PageState
      art="?!"
      title="No such conversation"
      action={
        <Link to="/messages" className={buttonClass()}>
          To your messages
        </Link>
      }
    >
      Either it never was, or you’re not in it.
    </PageState>
  );
}

function OpenThread({ group }: { group: MessageGroup }) {
  const { id } = group;
  const { outbox } = useMessaging();
  const me = useOwnHandle();
  const { query, older } = useThread(id);
  const outgoing = useOutgoing(id);
  const [atEnd, setAtEnd] = useState(true);
  // What was unread when the thread was opened stays marked while it is read.
  const [readUpTo] = useState(group.unread_count > 0 ? (group.last_read_id ?? '') : undefined);
  const onTyping = useTypingSignal(id);
  const name = nameOf(group, me);
  usePageTitle(name);
  useReadMark(group, query.data, atEnd);
  useRollingPhotos(id, query.data);
  useSpoken(id);
  const onEnd = useCallback((end: boolean) => setAtEnd(end), []);
  return (
    <>
      <ThreadHeader group={group} />
      {query.data ? (
        <ThreadLog
          group={group}
          thread={query.data}
          outgoing={outgoing}
          me={me}
          readUpTo={readUpTo}
          older={older}
          onEnd={onEnd}
        />
      ) : (
        <NoThread query={query} />
      )}
      <Typing group={group} />
      <MessageComposer
        draftKey={id}
        to={name}
        onSend={({ text, take }) => outbox.add(id, text, take())}
        onTyping={onTyping}
      />
    </>
  );
}

function NoThread({ query }: { query: ReturnType<typeof useThread>['query'] }) {
  const online = useOnline();
  const retry = () => void query.refetch();
  return (
    <div className="min-h-0 grow overflow-y-auto">
      {query.isPending && online && <ThreadSkeleton />}
      {query.isPending && !online && <OfflineState onRetry={retry} />}
      {query.isError && <ErrorState error={query.error} onRetry={retry} />}
    </div>
  );
}

function ThreadHeader({ group }: { group: MessageGroup }) {
  const me = useOwnHandle();
  const [open, setOpen] = useState(false);
  const [other] = othersIn(group, me);
  const who =
    group.kind === 'group' ? `${group.members.length} members` : other && `@${other.handle}`;
  return (
    <PaneHeader
      title={nameOf(group, me)}
      back
      before={
        <span className="scale-90">
          <ConversationAvatar group={group} me={me} />
        </span>
      }
      subtitle={
        <span className="flex items-center gap-1.5">
          {who}
          {group.timer !== 'off' && (
            <>
              <ClockIcon /> {timerLabel(group.timer)}
              <span className="sr-only"> until messages burn</span>
            </>
          )}
          {group.muted && (
            <>
              <MutedIcon /> <span className="sr-only">muted</span>
            </>
          )}
        </span>
      }
    >
      <IconButton label="About this conversation" onClick={() => setOpen(true)} className="-mr-2">
        <InfoIcon className="size-5.5" />
      </IconButton>
      {open && <DetailsDialog group={group} onClose={() => setOpen(false)} />}
    </PaneHeader>
  );
}

/** Has its place always, so that nothing moves when somebody begins. */
function Typing({ group }: { group: MessageGroup }) {
  const words = typingWords(group, useTyping(group.id));
  return <p className="h-5 shrink-0 truncate px-4 text-xs text-soft italic">{words}</p>;
}

/** Says what comes in while the thread is open, once, when the listener has a moment. */
function useSpoken(id: string): void {
  const messaging = useMessaging();
  const announce = useAnnounce();
  useEffect(
    () =>
      messaging.onIncoming((group, { kind, sender, message }) => {
        if (group !== id || kind !== 'text') return;
        announce(`${sender.display_name}: ${message || 'a photo'}`);
      }),
    [messaging, announce, id],
  );
}
