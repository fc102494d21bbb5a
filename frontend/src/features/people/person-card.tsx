import * as Radix from '@radix-ui/react-hover-card';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { User } from '@/api/models';
import { isSuspended, useUser } from '@/api/user';
import { Avatar } from '@/components/avatar';
import { FollowCounts } from '@/components/follow-counts';
import { FollowsYou } from '@/components/follows-you';
import { MessageLink } from '@/components/message-link';
import { FollowButton } from './follow-button';

interface PersonCardProps {
  handle: string;
  /** The name or picture that it belongs to. */
  anchor: Element;
  onClose: () => void;
}

/** Who somebody is, beside their name. The app says when (person-hover.tsx). */
export function PersonCard({ handle, anchor, onClose }: PersonCardProps) {
  const { data: user, error } = useUser(handle);
  if (user === null) return null;
  return (
    <Radix.Root open onOpenChange={onClose}>
      <Stand anchor={anchor} />
      <Radix.Portal>
        <Radix.Content
          data-person-card=""
          role="region"
          aria-label={`About @${handle}`}
          align="start"
          sideOffset={8}
          collisionPadding={{ top: 64, bottom: 12, left: 12, right: 12 }}
          // Coming and going is told by the app, which also knows the name.
          onPointerLeave={(event) => event.preventDefault()}
          className="z-40 w-80 animate-pop rounded-2xl border border-line bg-raised p-4 shadow-float"
        >
          {user ? <Face user={user} /> : error ? <NoFace error={error} /> : <FaceSkeleton />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Stands where the name is: names are links anywhere on the page, and stay as they are. */
function Stand({ anchor }: { anchor: Element }) {
  const [place] = useState(() => {
    const { top, left, width, height } = anchor.getBoundingClientRect();
    return { top: top + window.scrollY, left: left + window.scrollX, width, height };
  });
  return (
    <Radix.Trigger asChild>
      <span aria-hidden="true" className="pointer-events-none absolute" style={place} />
    </Radix.Trigger>
  );
}

function Face({ user }: { user: User }) {
  return (
    <>
      <div className="flex items-start justify-between">
        <Avatar handle={user.handle} name={user.display_name} picture={user.avatar} />
        <div className="flex items-center gap-2">
          <MessageLink person={user} />
          <FollowButton person={user} />
        </div>
      </div>
      <Link
        to="/@{$handle}"
        params={{ handle: user.handle }}
        className="mt-2 block text-lg leading-tight font-bold wrap-anywhere hover:underline"
      >
        {user.display_name}
      </Link>
      <p className="flex flex-wrap items-center gap-2">
        <span className="text-soft">@{user.handle}</span>
        {user.viewer?.followed_by && <FollowsYou />}
      </p>
      {user.bio && (
        <p dir="auto" className="mt-2 line-clamp-4 wrap-anywhere">
          {user.bio}
        </p>
      )}
      <FollowCounts user={user} />
    </>
  );
}

function NoFace({ error }: { error: Error }) {
  return (
    <p className="text-soft">
      {isSuspended(error) ? 'This account is suspended.' : 'Their profile didn’t load.'}
    </p>
  );
}

function FaceSkeleton() {
  return (
    <div role="status" aria-label="Loading profile">
      <div className="size-11 skeleton rounded-full!" />
      <div className="mt-3 h-4 w-36 skeleton" />
      <div className="mt-2 h-4 w-24 skeleton" />
      <div className="mt-4 h-4 w-full skeleton" />
    </div>
  );
}
