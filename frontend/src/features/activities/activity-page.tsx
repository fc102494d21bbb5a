import { Link, useNavigate } from '@tanstack/react-router';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, type ReactNode } from 'react';
import { cachedActivities } from '@/api/cache-walk';
import { fetchActivity } from '@/api/activity';
import { useApi } from '@/api/api-context';
import { keys } from '@/api/keys';
import type { Activity } from '@/api/models';
import { Avatar } from '@/components/avatar';
import { PageHeader } from '@/components/page-header';
import { ErrorState, OfflineState } from '@/components/page-state';
import { useBurn } from '@/lib/expiry/use-burn';
import { usePageTitle } from '@/lib/page';
import { countOf } from '@/lib/text/count';
import { exactTime } from '@/lib/text/time';
import { useOnline } from '@/lib/use-online';
import { ActivityMenu } from './activity-menu';
import { ActivitySkeletons } from './activity-skeletons';
import { ActivityContent } from './activity-content';
import { Ancestors } from './ancestors';
import { Burned } from './burned';
import { ReplyList } from './reply-list';
import { ReplyingTo } from './replying-to';
import { TimeLeft } from './time-left';

interface ActivityPageProps {
  handle: string;
  id: string;
  /** Where to reply to it. */
  replyBox: (activity: Activity) => ReactNode;
  /** Below the news that it has burned. */
  afterBurned: ReactNode;
}

/** A crud on its own page: what it replies to above, the replies below. */
export function ActivityPage({ handle, id, replyBox, afterBurned }: ActivityPageProps) {
  const online = useOnline();
  const { data: activity, isPending, error, refetch } = useActivity(id);
  useCanonicalHandle(handle, activity);
  usePageTitle(activity ? `${activity.author.display_name} on Cruddur` : 'Crud');

  const retry = () => void refetch();
  return (
    <>
      <PageHeader title="Crud" back />
      {activity && <Thread activity={activity} replyBox={replyBox(activity)} />}
      {activity === null && (
        <>
          <Burned />
          {afterBurned}
        </>
      )}
      {isPending && (online ? <ActivitySkeletons count={1} /> : <OfflineState onRetry={retry} />)}
      {activity === undefined && error && <ErrorState error={error} onRetry={retry} />}
    </>
  );
}

/** The crud, or null when it is gone. */
function useActivity(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useQuery({
    queryKey: keys.activity(id),
    queryFn: ({ signal }) => fetchActivity(api, id, signal),
    // What a list already showed is here at once, and asked for again all the same.
    initialData: () => cachedActivities(client).find((activity) => activity.id === id),
    initialDataUpdatedAt: 0,
  });
}

/** Puts the author's true handle in the address, whatever the link said. */
function useCanonicalHandle(handle: string, activity: Activity | null | undefined): void {
  const navigate = useNavigate();
  const id = activity?.id;
  const author = activity?.author.handle;
  useEffect(() => {
    if (!id || !author || author === handle) return;
    void navigate({
      to: '/@{$handle}/cruds/$id',
      params: { handle: author, id },
      replace: true,
    });
  }, [navigate, id, author, handle]);
}

function Thread({ activity, replyBox }: { activity: Activity; replyBox: ReactNode }) {
  const { id, reply_to, replies_count } = activity;
  const heading = replies_count > 0 ? countOf(replies_count, 'reply', 'replies') : 'Replies';
  return (
    <>
      {reply_to && <Ancestors id={id} />}
      {/* High enough to scroll what is above out of sight, however little is below. */}
      <div className={reply_to ? 'min-h-[calc(100dvh-3.5rem-var(--banner))]' : ''}>
        <BigCrud activity={activity} />
        <div className="border-b border-line">{replyBox}</div>
        <h2 className="px-4 pt-4 pb-1 text-sm font-bold text-soft">{heading}</h2>
        <ReplyList id={id} count={replies_count} label="Replies" />
      </div>
    </>
  );
}

function BigCrud({ activity }: { activity: Activity }) {
  const article = useRef<HTMLElement>(null);
  const burn = useBurn(activity, article);
  const { author } = activity;
  return (
    <article
      ref={article}
      className={`border-b border-line px-4 pt-4 pb-5 ${burn.left === 0 ? `crumble overflow-hidden ${activity.photos ? '[--full:72rem]' : ''}` : ''}`}
    >
      <div className="flex items-center gap-3">
        <Avatar handle={author.handle} name={author.display_name} picture={author.avatar} />
        <Link
          to="/@{$handle}"
          params={{ handle: author.handle }}
          data-person={author.handle}
          className="group flex min-w-0 flex-col"
        >
          <span className="truncate font-bold group-hover:underline">{author.display_name}</span>
          <span className="truncate text-sm text-soft">@{author.handle}</span>
        </Link>
        <span className="grow" />
        <ActivityMenu activity={activity} />
      </div>
      {activity.reply_to && <ReplyingTo id={activity.id} />}
      <div className={activity.reply_to ? 'pt-1 pb-4' : 'py-4'}>
        <ActivityContent activity={activity} large />
      </div>
      <div className="flex items-center justify-between gap-4 border-t border-line pt-3 text-sm text-soft">
        <dl className="min-w-0">
          <Moment name="Posted" time={activity.created_at} />
          <Moment name="Burns" time={activity.expires_at} />
        </dl>
        <TimeLeft activity={activity} burn={burn} />
      </div>
    </article>
  );
}

/** One end of its life. */
function Moment({ name, time }: { name: string; time: string }) {
  return (
    <div>
      <dt className="inline font-semibold">{name}</dt>{' '}
      <dd className="inline">
        <time dateTime={time}>{exactTime(Date.parse(time))}</time>
      </dd>
    </div>
  );
}
