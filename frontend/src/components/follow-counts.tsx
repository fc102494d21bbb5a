import { Link } from '@tanstack/react-router';
import type { User } from '@/api/models';

const count = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });

/** How many somebody follows and is followed by, as the ways to who they are. */
export function FollowCounts({ user }: { user: User }) {
  const { handle, following_count, followers_count } = user;
  return (
    <p className="mt-3 flex flex-wrap gap-x-4 text-soft">
      <Link to="/@{$handle}/following" params={{ handle }} className="hover:underline">
        <Amount value={following_count} /> following
      </Link>
      <Link to="/@{$handle}/followers" params={{ handle }} className="hover:underline">
        <Amount value={followers_count} /> {followers_count === 1 ? 'follower' : 'followers'}
      </Link>
    </p>
  );
}

function Amount({ value }: { value: number }) {
  return <span className="font-bold text-ink">{count.format(value)}</span>;
}
