import { isAccountSuspended, useMe } from '@/api/me';
import { PartTrouble } from '@/components/code-trouble';
import { lazyPart } from '@/components/lazy-part';
import { PageHeader } from '@/components/page-header';
import { ActivitySkeletons } from '@/features/activities/activity-skeletons';
import { useSession } from '@/lib/session/session-context';
import { usePageTitle } from '@/lib/page';
import { Everybody } from '../everybody';
import { JoinPanel } from '../join-panel';
import { PhoneAccount, PhoneMark } from '../phone-bar';

// Strangers don't download what it takes to follow and to write.
const OwnHome = lazyPart(() => import('../own-home').then((module) => module.OwnHome), {
  waiting: <HomeSkeleton />,
  broken: (retry) => (
    <>
      <HomeHeader />
      <PartTrouble what="Your feed" onRetry={retry} />
    </>
  ),
});

/** The front page: for people who are in, their feed and everybody's; for strangers the latter. */
export function HomeRoute() {
  const { status } = useSession();
  const { error } = useMe();
  usePageTitle('Cruddur');
  // Who is suspended may read as a stranger may.
  const isIn = status === 'signed-in' && !isAccountSuspended(error);
  return isIn ? <OwnHome /> : <StrangersHome stranger={status === 'signed-out'} />;
}

function StrangersHome({ stranger }: { stranger: boolean }) {
  return (
    <>
      <HomeHeader />
      {stranger && (
        <div className="border-b border-line p-4 lg:hidden">
          <JoinPanel />
        </div>
      )}
      <Everybody />
    </>
  );
}

function HomeHeader() {
  return (
    <PageHeader title="Home" before={<PhoneMark />}>
      <PhoneAccount />
    </PageHeader>
  );
}

/** Of the size of what comes: the tabs, the composer, the cruds. */
function HomeSkeleton() {
  return (
    <>
      <PageHeader title="Home" tabs={<span className="grow" />} />
      <div className="min-h-[8.875rem] border-b border-line" />
      <ActivitySkeletons />
    </>
  );
}
