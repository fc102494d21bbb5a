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
  const list = useRef<HTMLDivElement>(null);
  // Who comes back finds everything there at once, because the place on the page is restored.
  const [cached] = useState(activities.length > 0);
  useFeedKeys(list);

  const retry = () => void query.refetch();
  if (query.isPending && !online) return <OfflineState onRetry={retry} />;
  if (query.isPending) return <ActivitySkeletons />;
  if (query.isError && activities.length === 0) {
    return <ErrorState error={query.error} onRetry={retry} />;
  }
  return (
    <>
      {isLive(feed) && <NewCruds feed={feed} list={timeline} />}
      {/* A feed must have articles, so that an empty one is only a box. */}
      <div
        ref={list}
        {...(activities.length > 0 && {
          role: 'feed',
          'aria-label': label,
          'aria-busy': query.isFetching,
        })}
      >
        {activities.length > 0 && <Cards activities={activities} atOnce={cached} />}
      </div>
      {activities.length === 0 && !query.hasNextPage && empty}
      <LoadMore query={query} any={activities.length > 0} end={end} />
    </>
  );
}

/**
 * The cards. Unless all are wanted `atOnce`, the list begins with a screenful, and the rest
 * follows in pieces, between which the browser can paint and answer.
 */
function Cards({ activities, atOnce }: { activities: Activity[]; atOnce: boolean }) {
  const whole = useDeferredValue(true, atOnce);
  const isFresh = useFresh(activities);
  return activities
    .slice(0, whole ? undefined : SCREENFUL)
    .map((activity, index) => (
      <ActivityCard
        key={activity.id}
        activity={activity}
        position={index + 1}
        fresh={isFresh(activity)}
      />
    ));
}

/** Tells the cruds that came while the list was open from those it opened with. */
function useFresh(activities: Activity[]): (activity: Activity) => boolean {
  const [newestAtFirst, setNewestAtFirst] = useState<string>();
  const newest = activities[0]?.created_at;
  if (newestAtFirst === undefined && newest !== undefined) setNewestAtFirst(newest);
  return (activity) => newestAtFirst !== undefined && activity.created_at > newestAtFirst;
}
