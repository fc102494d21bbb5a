import { useMe } from '@/api/me';
import type { User } from '@/api/models';
import { isSuspended, useUser } from '@/api/user';
import { LoadMore } from '@/components/load-more';
import { PageHeader } from '@/components/page-header';
import { ErrorState, OfflineState, PageState } from '@/components/page-state';
import { Nobody, Suspended } from '@/components/person-states';
import { Tab, Tabs } from '@/components/tabs';
import { usePageTitle } from '@/lib/page';
import { useOnline } from '@/lib/use-online';
import { PersonRow, PersonSkeletons } from './person-row';
import { usePeople, type Side } from './use-people';

const titles = { followers: 'Followers', following: 'Following' };

/** Who follows a person, or whom they follow. */
export function PeoplePage({ handle, side }: { handle: string; side: Side }) {
  const online = useOnline();
  const { data: user, isPending, error, refetch } = useUser(handle);
  const name = user?.display_name ?? `@${handle}`;
  usePageTitle(`${titles[side]} of ${name}`);

  const retry = () => void refetch();
  const suspended = isSuspended(error);
  return (
    <>
      <PageHeader title={name} subtitle={user ? `@${user.handle}` : undefined} back />
      <div className="h-12 border-b border-line">
        <Tabs label={`People around ${name}`}>
          <Tab
            to="/@{$handle}/followers"
            params={{ handle }}
            replace
            current={side === 'followers'}
          >
            {titles.followers}
          </Tab>
          <Tab
            to="/@{$handle}/following"
            params={{ handle }}
            replace
            current={side === 'following'}
          >
            {titles.following}
          </Tab>
        </Tabs>
      </div>
      {suspended && <Suspended handle={handle} />}
      {user && !suspended && <People key={side} user={user} side={side} />}
      {user === null && <Nobody handle={handle} />}
      {isPending && (online ? <PersonSkeletons /> : <OfflineState onRetry={retry} />)}
      {user === undefined && error && !suspended && <ErrorState error={error} onRetry={retry} />}
    </>
  );
}

function People({ user, side }: { user: User; side: Side }) {
  const online = useOnline();
  const { query, people } = usePeople(user.handle, side);
  const retry = () => void query.refetch();
  if (query.isPending) return online ? <PersonSkeletons /> : <OfflineState onRetry={retry} />;
  if (query.isError && people.length === 0) {
    return <ErrorState error={query.error} onRetry={retry} />;
  }
  if (people.length === 0) return <NoPeople user={user} side={side} />;
  return (
    <>
      <ul aria-label={titles[side]} aria-busy={query.isFetching}>
        {people.map((person) => (
          <PersonRow key={person.handle} person={person} />
        ))}
      </ul>
      <LoadMore query={query} loading={<PersonSkeletons count={2} />} end={null} />
    </>
  );
}

function NoPeople({ user, side }: { user: User; side: Side }) {
  const { data: me } = useMe();
  const mine = me?.handle === user.handle;
  if (side === 'followers') {
    return (
      <PageState art="0" title={`Nobody follows ${mine ? 'you' : `@${user.handle}`} yet`}>
        {mine ? 'Say something. People follow smoke.' : 'Somebody has to be the first.'}
      </PageState>
    );
  }
  return (
    <PageState art="0" title={`${mine ? 'You follow' : `@${user.handle} follows`} nobody yet`}>
      {mine ? 'Follow somebody, and their cruds come home to you.' : 'A free spirit.'}
    </PageState>
  );
}
