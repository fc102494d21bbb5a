import { useParams } from '@tanstack/react-router';
import { useApi } from '@/api/api-context';
import { useMe } from '@/api/me';
import type { User } from '@/api/models';
import { Button } from '@/components/button';
import { MessageLink } from '@/components/message-link';
import { PageState } from '@/components/page-state';
import { userFeed } from '@/features/activities/feeds';
import { Timeline } from '@/features/activities/timeline';
import { FollowButton } from '@/features/people/follow-button';
import { ProfilePage } from '@/features/profile/profile-page';
import { useOpenComposer } from '../compose-host';

/** A person and their cruds. */
export function ProfileRoute() {
  const { handle } = useParams({ from: '/framed/@{$handle}' });
  const api = useApi();
  return (
    <ProfilePage handle={handle} action={(user) => <PersonActions user={user} />}>
      {(user) => (
        <Timeline
          feed={userFeed(api, user.handle)}
          label={`Cruds of ${user.display_name}`}
          empty={<NoCruds handle={user.handle} />}
        />
      )}
    </ProfilePage>
  );
}

function PersonActions({ user }: { user: User }) {
  return (
    <div className="flex items-center gap-2">
      <MessageLink person={user} />
      <FollowButton person={user} />
    </div>
  );
}

function NoCruds({ handle }: { handle: string }) {
  const { data: me } = useMe();
  const openComposer = useOpenComposer();
  if (me?.handle !== handle) {
    return (
      <PageState title="Nothing left but smoke">@{handle} has no cruds that still burn.</PageState>
    );
  }
  return (
    <PageState title="Nothing left but smoke" action={<Button onClick={openComposer}>Crud</Button>}>
      No crud of yours still burns. Light another one?
    </PageState>
  );
}
