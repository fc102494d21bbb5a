import { useState } from 'react';
import type { User } from '@/api/models';
import { useUser } from '@/api/user';
import { PersonRow, PersonSkeleton } from './person-row';

/** People one may want to follow. Who is followed from here stays in the list. */
export function PeopleToFollow({ handles }: { handles: string[] }) {
  if (handles.length === 0) return null;
  return (
    <section aria-labelledby="to-follow" className="border-t border-line">
      <h2 id="to-follow" className="px-4 pt-5 pb-2 text-lg font-bold tracking-tight">
        People to follow
      </h2>
      <ul>
        {handles.map((handle) => (
          <Suggestion key={handle} handle={handle} />
        ))}
      </ul>
    </section>
  );
}

function Suggestion({ handle }: { handle: string }) {
  const { data: user, isPending } = useUser(handle);
  const followed = useFollowedBefore(user);
  if (isPending) return <PersonSkeleton />;
  return user && !followed ? <PersonRow person={user} /> : null;
}

/** True for who was followed already when they were to be suggested. */
function useFollowedBefore(user: User | null | undefined): boolean {
  const [before, setBefore] = useState<boolean>();
  if (user?.viewer && before === undefined) setBefore(user.viewer.following);
  return before ?? false;
}
