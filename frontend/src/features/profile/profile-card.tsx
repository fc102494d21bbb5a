import type { ReactNode } from 'react';
import type { User } from '@/api/models';
import { Avatar } from '@/components/avatar';
import { FollowCounts } from '@/components/follow-counts';
import { FollowsYou } from '@/components/follows-you';
import { CalendarIcon, LinkIcon, PlaceIcon } from '@/components/icons';
import { webAddress } from '@/lib/text/linkify';
import { monthOf } from '@/lib/text/time';
import { ProfileBanner } from './profile-banner';

/** Who somebody is. */
export function ProfileCard({ user, action }: { user: User; action: ReactNode }) {
  return (
    <section aria-label="About this person" className="border-b border-line">
      <ProfileBanner handle={user.handle} picture={user.banner} />
      <div className="px-4 pb-5">
        <div className="flex items-end justify-between">
          <span className="relative -mt-16 inline-flex rounded-full ring-4 ring-surface">
            <Avatar handle={user.handle} name={user.display_name} picture={user.avatar} size="lg" />
          </span>
          {action}
        </div>
        <p className="mt-3 text-2xl leading-tight font-extrabold tracking-tight wrap-anywhere">
          {user.display_name}
        </p>
        <p className="flex flex-wrap items-center gap-2">
          <span className="wrap-anywhere text-soft">@{user.handle}</span>
          {user.viewer?.followed_by && <FollowsYou />}
        </p>
        {user.bio && (
          <p dir="auto" className="mt-3 text-base wrap-anywhere whitespace-pre-wrap">
            {user.bio}
          </p>
        )}
        <Facts user={user} />
        <FollowCounts user={user} />
      </div>
    </section>
  );
}

function Facts({ user }: { user: User }) {
  const website = webAddress(user.website);
  return (
    <ul className="mt-3 flex flex-wrap gap-x-4 gap-y-1.5 text-sm text-soft">
      {user.location && <Fact icon={<PlaceIcon />}>{user.location}</Fact>}
      {website && (
        <Fact icon={<LinkIcon />}>
          <a
            href={website}
            rel="nofollow ugc noopener"
            target="_blank"
            className="text-accent hover:underline"
          >
            {website.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '')}
          </a>
        </Fact>
      )}
      <Fact icon={<CalendarIcon />}>
        Joined <time dateTime={user.created_at}>{monthOf(Date.parse(user.created_at))}</time>
      </Fact>
    </ul>
  );
}

function Fact({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li className="flex min-w-0 items-center gap-1.5">
      <span className="shrink-0">{icon}</span>
      <span className="truncate">{children}</span>
    </li>
  );
}
