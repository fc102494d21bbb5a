import { useEffect, useRef, useState } from 'react';
import { useMe } from '@/api/me';
import type { Activity, ThreadItem } from '@/api/models';
import { LoadMore } from '@/components/load-more';
import { ErrorState, OfflineState } from '@/components/page-state';
import { useExpiry } from '@/lib/expiry/expiry-context';
import { scrollBehavior } from '@/lib/motion';
import { countOf } from '@/lib/text/count';
import { useOnline } from '@/lib/use-online';
import { ActivityCard } from './activity-card';
import { ActivityLink } from './activity-link';
import { ActivitySkeletons } from './activity-skeletons';
import { StoneLine } from './stone-line';
import { useFeedKeys } from './use-feed-keys';
import { MoreReplies } from './more-replies';
import { useReplies } from './use-thread';

interface ReplyListProps {
  /** What was replied to: a crud or a stone. */
  id: string;
  /** How many replies there are by now, where that is known. */
  count?: number;
  /** Its name for screen readers. */
  label: string;
}

/** The replies to a crud with all their states. */
export function ReplyList({ id, count, label }: ReplyListProps) {
  const online = useOnline();
  const { query, items } = useReplies(id);
  const list = useRef<HTMLDivElement>(null);
  const isFresh = useFresh();
  useFeedKeys(list);

  const retry = () => void query.refetch();
  if (query.isPending && !online) return <OfflineState onRetry={retry} />;
  if (query.isPending) return <ActivitySkeletons count={2} />;
  if (query.isError && items.length === 0) {
    return <ErrorState error={query.error} onRetry={retry} />;
  }
  return (
    <>
      <div
        ref={list}
        {...(items.length > 0 && {
          role: 'feed',
          'aria-label': label,
          'aria-busy': query.isFetching,
        })}
      >
        {items.map((item, index) => (
          <Place key={item.id} item={item} position={index + 1} isFresh={isFresh} />
        ))}
      </div>
      <LoadMore
        query={query}
        loading={<ActivitySkeletons count={2} />}
        end={
          <>
            {count !== undefined && <MoreReplies query={query} items={items} count={count} />}
            {items.length === 0 && <NoReplies />}
          </>
        }
      />
    </>
  );
}

type IsFresh = (activity: Activity) => boolean;

/** Tells replies posted since the list was opened from those it opened with. */
function useFresh(): IsFresh {
  const { clock } = useExpiry();
  const [openedAt] = useState(() => clock.now());
  return (activity) => Date.parse(activity.created_at) > openedAt;
}

function Place(props: { item: ThreadItem; position: number; isFresh: IsFresh }) {
  const { item, position, isFresh } = props;
  if (!item.activity) return <Stone item={item} position={position} />;
  return <Reply activity={item.activity} position={position} fresh={isFresh(item.activity)} />;
}

function Reply(props: { activity: Activity; position: number; fresh: boolean }) {
  const { activity, position, fresh } = props;
  const { data: me } = useMe();
  const place = useRef<HTMLDivElement>(null);
  const justMine = fresh && activity.author.handle === me?.handle;

  // Who just posted it wants to see it.
  useEffect(() => {
    if (justMine) place.current?.scrollIntoView({ block: 'nearest', behavior: scrollBehavior() });
  }, [justMine]);

  const count = activity.replies_count;
  return (
    <div ref={place} className="scroll-mb-24">
      <ActivityCard activity={activity} position={position} fresh={fresh}>
        {count > 0 && (
          <ActivityLink
            activity={activity}
            className="rounded-full px-2 py-1.5 text-[0.8125rem] font-semibold text-accent hover:underline"
          >
            {countOf(count, 'reply', 'replies')}
          </ActivityLink>
        )}
      </ActivityCard>
    </div>
  );
}

/** A deleted reply. It has no page of its own, so what hangs on it unfolds here. */
function Stone({ item, position }: { item: ThreadItem; position: number }) {
  const [open, setOpen] = useState(false);
  const count = item.replies_count;
  const replies = count > 0 ? countOf(count, 'reply', 'replies') : 'replies';
  return (
    <article
      tabIndex={-1}
      aria-label="Deleted reply"
      aria-posinset={position}
      aria-setsize={-1}
      className="outline-offset-[-2px]"
    >
      <StoneLine>
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="shrink-0 rounded-full px-2 py-1.5 font-semibold text-accent hover:underline"
        >
          {open ? 'Hide' : 'Show'} {replies}
        </button>
      </StoneLine>
      {open && (
        <div className="ml-6 border-l-2 border-line sm:ml-9">
          <ReplyList id={item.id} label="Replies to a deleted reply" />
        </div>
      )}
    </article>
  );
}

function NoReplies() {
  return (
    <p className="px-4 py-10 text-center text-soft">
      No replies yet. <span aria-hidden="true">#?@!</span>
    </p>
  );
}
