import { useParams } from '@tanstack/react-router';
import { PeoplePage } from '@/features/people/people-page';

/** Who follows a person. */
export function FollowersRoute() {
  const { handle } = useParams({ from: '/framed/@{$handle}/followers' });
  return <PeoplePage handle={handle} side="followers" />;
}

/** Whom a person follows. */
export function FollowingRoute() {
  const { handle } = useParams({ from: '/framed/@{$handle}/following' });
  return <PeoplePage handle={handle} side="following" />;
}
