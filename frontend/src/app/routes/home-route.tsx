import { lazy, Suspense } from 'react';
import { useApi } from '@/api/api-context';
import { useMe } from '@/api/me';
import { describeError } from '@/api/problem';
import { Button } from '@/components/button';
import { Notice } from '@/components/notice';
import { PageHeader } from '@/components/page-header';
import { PageState } from '@/components/page-state';
import { publicFeed } from '@/features/activities/feeds';
import { Timeline } from '@/features/activities/timeline';
import { useSession } from '@/lib/session/session-context';
import { usePageTitle } from '@/lib/page';
import { JoinPanel } from '../join-panel';
import { PhoneAccount, PhoneMark } from '../phone-bar';

const Composer = lazy(() =>
  import('@/features/compose/composer').then((module) => ({ default: module.Composer })),
);

/** The front page: everybody's cruds, with the composer for those who are in. */
export function HomeRoute() {
  const api = useApi();
  const { status } = useSession();
  usePageTitle('Cruddur');
  return (
    <>
      <PageHeader title="Home" before={<PhoneMark />}>
        <PhoneAccount />
      </PageHeader>
      {status === 'signed-in' ? (
        <HomeComposer />
      ) : (
        <div className="border-b border-line p-4 lg:hidden">
          <JoinPanel />
        </div>
      )}
      <Timeline
        feed={publicFeed(api)}
        label="Everybody’s cruds"
        live
        empty={
          <PageState title="Nothing is burning">
            It’s quiet. Suspiciously quiet. Somebody should say something.
          </PageState>
        }
      />
    </>
  );
}

/** Keeps its place while the person's profile and its own code load. */
function HomeComposer() {
  const { data: me, error, refetch } = useMe();
  return (
    <div className="min-h-[8.125rem] border-b border-line">
      {me && (
        <Suspense>
          <Composer me={me} />
        </Suspense>
      )}
      {error && (
        <div className="flex flex-col items-start gap-3 p-4">
          <Notice tone="danger">Your profile didn’t load. {describeError(error)}</Notice>
          <Button look="outline" onClick={() => void refetch()}>
            Try again
          </Button>
        </div>
      )}
    </div>
  );
}
