import { useParams } from '@tanstack/react-router';
import { useApi } from '@/api/api-context';
import { PageState } from '@/components/page-state';
import { userFeed } from '@/features/activities/feeds';
import { Timeline } from '@/features/activities/timeline';
import { ProfilePage } from '@/features/profile/profile-page';

/** A person and their cruds. */
export function ProfileRoute() {
  const { handle } = useParams({ from: '/framed/@{$handle}' });
  const api = useApi();
  return (
    <ProfilePage handle={handle}>
      {(user) => (
        <Timeline
          feed={userFeed(api, user.handle)}
          label={`Cruds of ${user.display_name}`}
          empty={
            <PageState title="Nothing left but smoke">
              @{user.handle} has no cruds that still burn.
            </PageState>
          }
        />
      )}
    </ProfilePage>
  );
}
