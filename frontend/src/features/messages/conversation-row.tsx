import { Link } from '@tanstack/react-router';
import type { MessageGroup } from '@/api/messages';
import { ClockIcon, MutedIcon } from '@/components/icons';
import { UnreadBadge } from '@/components/unread-badge';
import { useNow } from '@/lib/expiry/use-now';
import { exactTime, shortAge } from '@/lib/text/time';
import { ConversationAvatar } from './conversation-avatar';
import { nameOf, previewWords, timerLabel } from './words';

const MINUTE = 60_000;

/** One conversation in the list. */
export function ConversationRow({ group, me }: { group: MessageGroup; me: string }) {
  const now = useNow(MINUTE);
  const unread = group.unread_count > 0;
  const at = Date.parse(group.last_message_at);
  const weight = unread ? 'font-semibold text-ink' : 'text-soft';
  return (
    <li>
      <Link
        to="/messages/$group"
        params={{ group: group.id }}
        activeProps={{ className: 'bg-veil' }}
        className="flex items-center gap-3 border-b border-line px-4 py-3 outline-offset-[-2px] transition-colors hover:bg-veil"
      >
        <ConversationAvatar group={group} me={me} />
        <span className="min-w-0 grow">
          <span className="flex items-baseline gap-1.5">
            <span className="min-w-0 truncate font-bold">{nameOf(group, me)}</span>
            <Marks group={group} />
            <time
              dateTime={group.last_message_at}
              data-tip={exactTime(at)}
              className="ml-auto shrink-0 pl-2 text-xs text-soft"
            >
              {shortAge(at, now)}
            </time>
          </span>
          <span className="flex items-center gap-2">
            <span dir="auto" className={`min-w-0 grow truncate text-sm ${weight}`}>
              {group.last_message ? previewWords(group.last_message, group, me) : 'Nothing here'}
            </span>
            <UnreadBadge
              count={group.unread_count}
              of="unread"
              className={group.muted ? 'bg-line-strong!' : ''}
            />
          </span>
        </span>
      </Link>
    </li>
  );
}

function Marks({ group }: { group: MessageGroup }) {
  return (
    <span className="flex shrink-0 gap-1 self-center text-xs text-soft">
      {group.muted && (
        <>
          <MutedIcon />
          <span className="sr-only">muted</span>
        </>
      )}
      {group.timer !== 'off' && (
        <>
          <ClockIcon />
          <span className="sr-only">burns after {timerLabel(group.timer)}</span>
        </>
      )}
    </span>
  );
}

/** Stand-ins of the size of conversations, while those load. */
export function ConversationSkeletons({ count = 7 }: { count?: number }) {
  return (
    <div role="status" aria-label="Loading conversations">
      {Array.from({ length: count }, (_, index) => (
        <div key={index} aria-hidden="true" className="flex gap-3 border-b border-line px-4 py-3">
          <div className="size-11 shrink-0 skeleton rounded-full!" />
          <div className="grow pt-1">
            <div className="h-4 w-32 skeleton" />
            <div className="mt-2 h-3.5 w-4/5 skeleton" />
          </div>
        </div>
      ))}
    </div>
  );
}
