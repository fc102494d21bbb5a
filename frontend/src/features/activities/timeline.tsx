import { useDeferredValue, useRef, useState, type ReactNode } from 'react';
import type { Activity } from '@/api/models';
import { ErrorState, OfflineState } from '@/components/page-state';
import { useOnline } from '@/lib/use-online';
import { ActivityCard } from './activity-card';
import { ActivitySkeletons } from './activity-skeletons';
import { isLive, type Feed } from './feeds';
import { LoadMore } from './load-more';
import { NewCruds } from './new-cruds';
import { useFeedKeys } from './use-feed-keys';
import { useTimeline } from './use-timeline';

// Cruds that fill the tallest phone; what stands below them can come a moment later.
const SCREENFUL = 6;

interface TimelineProps {
  feed: Feed;
  /** Its name for screen readers. */
  label: string;
  /** Shown when there is nothing. */
  empty: ReactNode;
  /** Shown below the last crud, in place of a word about the end. */
  end?: ReactNode;
}

/** A list of cruds with all its states. */
export function Timeline({ feed, label, empty, end }: TimelineProps) {
  const online = useOnline();
  const timeline = useTimeline(feed);
  const { query, activities } = timeline;
  // Who comes back finds everything there at once, because the place on the page is restored.
  const [cached] = useState(activities.length > 0);

  const retry = () => void query.refetch();
  if (query.isPending && !online) return <OfflineState onRetry={retry} />;
  if (query.isPending) return <ActivitySkeletons />;
  if (query.isError && activities.length === 0) {
    return <ErrorState error={query.error} onRetry={retry} />;
  }
  return (
    <>
      {isLive(feed) && <NewCruds feed={feed} list={timeline} />}
      {activities.length > 0 ? (
        <Cards label={label} list={timeline} end={end} atOnce={cached} />
      ) : (
        <>
          {!query.hasNextPage && empty}
          <LoadMore query={query} any={false} />
        </>
      )}
    </>
  );
}

interface CardsProps extends Pick<TimelineProps, 'label' | 'end'> {
  list: ReturnType<typeof useTimeline>;
  atOnce: boolean;
}

/**
 * The cards. Unless all are wanted `atOnce`, the list begins with a screenful, and the rest
 * follows in pieces, between which the browser can paint and answer. What comes next isn't
 * asked for before: below a screenful, every list seems to be near its end.
 */
function Cards({ label, list: { query, activities }, end, atOnce }: CardsProps) {
  const whole = useDeferredValue(true, atOnce);
  const isFresh = useFresh(activities);
  const list = useRef<HTMLDivElement>(null);
  useFeedKeys(list);
  return (
    <>
      <div ref={list} role="feed" aria-label={label} aria-busy={query.isFetching || !whole}>
        {activities.slice(0, whole ? undefined : SCREENFUL).map((activity, index) => (
          <ActivityCard
            key={activity.id}
            activity={activity}
            position={index + 1}
            fresh={isFresh(activity)}
          />
        ))}
      </div>
      {whole && <LoadMore query={query} any end={end} />}
    </>
  );
}

/** Tells the cruds that came while the list was open from those it opened with. */
function useFresh(activities: Activity[]): (activity: Activity) => boolean {
  const [newestAtFirst, setNewestAtFirst] = useState<string>();
  const newest = activities[0]?.created_at;
  if (newestAtFirst === undefined && newest !== undefined) setNewestAtFirst(newest);
  return (activity) => newestAtFirst !== undefined && activity.created_at > newestAtFirst;
}
