import { Link, useNavigate } from '@tanstack/react-router';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { cachedActivities } from '@/api/activity-cache';
import { useApi } from '@/api/api-context';
import { unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import type { Activity } from '@/api/models';
import { ProblemError } from '@/api/problem';
import { Avatar } from '@/components/avatar';
import { PageHeader } from '@/components/page-header';
import { ErrorState, OfflineState } from '@/components/page-state';
import { useBurn } from '@/lib/expiry/use-burn';
import { usePageTitle } from '@/lib/page';
import { exactTime } from '@/lib/text/time';
import { useOnline } from '@/lib/use-online';
import { ActivityMenu } from './activity-menu';
import { ActivitySkeletons } from './activity-skeletons';
import { ActivityText } from './activity-text';
import { Burned } from './burned';
import { TimeLeft } from './time-left';

/** A crud on its own page. */
export function ActivityPage({ handle, id }: { handle: string; id: string }) {
  const online = useOnline();
  const { data: activity, isPending, error, refetch } = useActivity(id);
  useCanonicalHandle(handle, activity);
  usePageTitle(activity ? `${activity.author.display_name} on Cruddur` : 'Crud');

  const retry = () => void refetch();
  return (
    <>
      <PageHeader title="Crud" back />
      {activity && <BigCrud activity={activity} />}
      {activity === null && <Burned />}
      {isPending && (online ? <ActivitySkeletons count={1} /> : <OfflineState onRetry={retry} />)}
      {activity === undefined && error && <ErrorState error={error} onRetry={retry} />}
    </>
  );
}

/** The crud, or null when it is gone; expired, deleted and never posted are all the same. */
function useActivity(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useQuery({
    queryKey: keys.activity(id),
    queryFn: async ({ signal }): Promise<Activity | null> => {
      try {
        const params = { path: { id } };
        return await unwrap(api.asAnyone.GET('/api/activities/{id}', { params, signal }));
      } catch (error) {
        // An id that isn't one can't have been a crud either.
        if (error instanceof ProblemError && [404, 422].includes(error.status)) return null;
        throw error;
      }
    },
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

function BigCrud({ activity }: { activity: Activity }) {
  const article = useRef<HTMLElement>(null);
  const burn = useBurn(activity, article);
  const { author } = activity;
  return (
    <article
      ref={article}
      className={`border-b border-line px-4 pt-4 pb-5 ${burn.left === 0 ? 'crumble overflow-hidden' : ''}`}
    >
      <div className="flex items-center gap-3">
        <Avatar handle={author.handle} name={author.display_name} />
        <Link
          to="/@{$handle}"
          params={{ handle: author.handle }}
          className="group flex min-w-0 flex-col"
        >
          <span className="truncate font-bold group-hover:underline">{author.display_name}</span>
          <span className="truncate text-sm text-soft">@{author.handle}</span>
        </Link>
        <span className="grow" />
        <ActivityMenu activity={activity} />
      </div>
      <div className="py-4">
        <ActivityText text={activity.message} large />
      </div>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t border-line pt-3 text-sm text-soft">
        <time dateTime={activity.created_at}>{exactTime(Date.parse(activity.created_at))}</time>
        <TimeLeft activity={activity} burn={burn} />
      </div>
    </article>
  );
}
