import { Link, useNavigate } from '@tanstack/react-router';
import { memo, useRef, type MouseEvent, type ReactNode } from 'react';
import type { Activity } from '@/api/models';
import { Avatar } from '@/components/avatar';
import { useBurn } from '@/lib/expiry/use-burn';
import { ActivityMenu } from './activity-menu';
import { ActivityContent } from './activity-content';
import { Age } from './age';
import { ReplyButton } from './reply-button';
import { TimeLeft } from './time-left';

interface ActivityCardProps {
  activity: Activity;
  /** Where it stands in its list, for screen readers. */
  position: number;
  /** It arrived while the list was on screen. */
  fresh?: boolean;
  /** What stands below replies to it: a line leads down there. */
  leadsOn?: boolean;
  /** Beside the button to reply. */
  children?: ReactNode;
}

/**
 * One crud in a list. A click anywhere opens it; links and buttons inside keep their own. When
 * the life of another changes, it isn't rendered anew.
 */
export const ActivityCard = memo(function ActivityCard(props: ActivityCardProps) {
  const { activity, position, fresh = false, leadsOn = false, children } = props;
  const card = useRef<HTMLElement>(null);
  const burn = useBurn(activity, card);
  const open = useOpen(activity);
  const { author } = activity;
  const motion =
    burn.left === 0
      ? `crumble ${activity.photos ? '[--full:56rem]' : ''} overflow-hidden pointer-events-none`
      : fresh
        ? 'animate-rise'
        : '';
  return (
    // The way in for keyboards is the link in Age; the click is a convenience on top of it.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <article
      ref={card}
      tabIndex={-1}
      aria-posinset={position}
      aria-setsize={-1}
      aria-labelledby={`author-${activity.id}`}
      aria-describedby={`text-${activity.id}`}
      onClick={open}
      className={`group relative flex cursor-pointer scroll-mt-[calc(var(--banner)+4rem)] scroll-mb-24 gap-3 border-line px-4 pt-3.5 pb-2 outline-offset-[-2px] transition-colors hover:bg-veil ${leadsOn ? '' : 'border-b'} ${motion}`}
    >
      {leadsOn && <ThreadLine />}
      <Link
        to="/@{$handle}"
        params={{ handle: author.handle }}
        data-person={author.handle}
        tabIndex={-1}
        aria-hidden="true"
        className="h-fit rounded-full transition-opacity hover:opacity-85"
      >
        <Avatar handle={author.handle} name={author.display_name} picture={author.avatar} />
      </Link>
      <div className="min-w-0 grow">
        <div className="flex min-h-9 items-center gap-1.5">
          <Link
            id={`author-${activity.id}`}
            to="/@{$handle}"
            params={{ handle: author.handle }}
            data-person={author.handle}
            className="flex min-w-0 items-baseline gap-1.5 hover:underline"
          >
            <span className="max-w-full shrink-0 truncate font-bold">{author.display_name}</span>
            <span className="min-w-0 truncate font-normal text-soft">@{author.handle}</span>
          </Link>
          <span aria-hidden="true" className="text-soft">
            ·
          </span>
          <Age activity={activity} />
          <span className="grow" />
          <TimeLeft activity={activity} burn={burn} />
          <ActivityMenu activity={activity} />
        </div>
        <div id={`text-${activity.id}`}>
          <ActivityContent activity={activity} />
        </div>
        <div className="mt-0.5 -ml-2 flex items-center gap-2">
          <ReplyButton activity={activity} counted={!children} />
          {children}
        </div>
      </div>
    </article>
  );
});

/** Goes down from the picture of an author to what was replied. */
export function ThreadLine({ from = 'top-16' }: { from?: string }) {
  return (
    <span
      aria-hidden="true"
      className={`absolute ${from} -bottom-2 left-[2.3125rem] w-0.5 rounded-full bg-line`}
    />
  );
}

/** Opens the crud, unless the click was meant for something inside or for marking text. */
function useOpen(activity: Activity) {
  const navigate = useNavigate();
  return (event: MouseEvent<HTMLElement>) => {
    const target = event.target as Element;
    const meantForInside =
      !event.currentTarget.contains(target) || target.closest('a, button, input') !== null;
    if (meantForInside || window.getSelection()?.isCollapsed === false) return;
    const params = { handle: activity.author.handle, id: activity.id };
    if (event.metaKey || event.ctrlKey) {
      window.open(`/@${params.handle}/cruds/${params.id}`, '_blank', 'noopener');
      return;
    }
    void navigate({ to: '/@{$handle}/cruds/$id', params });
  };
}
