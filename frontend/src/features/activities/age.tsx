import { useEffect, useState } from 'react';
import { useExpiry } from '@/lib/expiry/expiry-context';
import { exactTime, shortAge, untilAgeChanges } from '@/lib/text/time';
import { ActivityLink } from './activity-link';
import type { Activity } from '@/api/models';

/** How long ago a crud was posted, as the link to its own page. */
export function Age({ activity }: { activity: Activity }) {
  const { clock, ticker } = useExpiry();
  const postedAt = Date.parse(activity.created_at);
  const [now, setNow] = useState(() => clock.now());

  useEffect(() => {
    const seat = ticker.subscribe((tickedAt) => {
      setNow(tickedAt);
      return untilAgeChanges(postedAt, tickedAt);
    });
    return seat.stop;
  }, [ticker, postedAt]);

  return (
    <ActivityLink
      activity={activity}
      data-tip={exactTime(postedAt)}
      className="shrink-0 text-soft hover:underline"
    >
      <time dateTime={activity.created_at}>{shortAge(postedAt, now)}</time>
      <span className="sr-only">, posted {exactTime(postedAt)}</span>
    </ActivityLink>
  );
}
