import { Link } from '@tanstack/react-router';
import type { UserSummary } from '@/api/models';
import { Avatar } from '@/components/avatar';
import { FollowsYou } from '@/components/follows-you';
import { FollowButton } from './follow-button';

/** One person in a list. */
export function PersonRow({ person }: { person: UserSummary }) {
  const { handle, display_name } = person;
  return (
    <li className="flex gap-3 border-b border-line px-4 py-3.5 transition-colors hover:bg-veil">
      <Link
        to="/@{$handle}"
        params={{ handle }}
        data-person={handle}
        tabIndex={-1}
        aria-hidden="true"
        className="h-fit rounded-full transition-opacity hover:opacity-85"
      >
        <Avatar handle={handle} name={display_name} picture={person.avatar} />
      </Link>
      <div className="min-w-0 grow">
        <div className="flex items-center gap-3">
          <div className="min-w-0 grow leading-snug">
            <Link
              to="/@{$handle}"
              params={{ handle }}
              data-person={handle}
              className="block truncate font-bold hover:underline"
            >
              {display_name}
            </Link>
            <p className="flex min-w-0 items-center gap-2">
              <span className="truncate text-soft">@{handle}</span>
              {person.viewer?.followed_by && <FollowsYou />}
            </p>
          </div>
          <FollowButton person={person} />
        </div>
        {person.bio && (
          <p dir="auto" className="mt-1 line-clamp-2 wrap-anywhere">
            {person.bio}
          </p>
        )}
      </div>
    </li>
  );
}

/** Stand-ins of the size of people, while those load. */
export function PersonSkeletons({ count = 6 }: { count?: number }) {
  return (
    <div role="status" aria-label="Loading people">
      <ul aria-hidden="true">
        {Array.from({ length: count }, (_, index) => (
          <PersonSkeleton key={index} />
        ))}
      </ul>
    </div>
  );
}

/** One of them. */
export function PersonSkeleton() {
  return (
    <li className="flex gap-3 border-b border-line px-4 py-3.5">
      <div className="size-11 shrink-0 skeleton rounded-full!" />
      <div className="grow">
        <div className="mt-1 h-4 w-32 skeleton" />
        <div className="mt-2 h-4 w-20 skeleton" />
        <div className="mt-3 h-4 w-4/5 skeleton" />
      </div>
      <div className="h-9 w-28 shrink-0 skeleton rounded-full!" />
    </li>
  );
}
