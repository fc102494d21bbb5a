import { useApi } from '@/api/api-context';
import { PageState } from '@/components/page-state';
import { publicFeed } from '@/features/activities/feeds';
import { Timeline } from '@/features/activities/timeline';

/** Everybody's cruds. */
export function Everybody() {
  const api = useApi();
  return (
    <Timeline
      feed={publicFeed(api)}
      label="Everybody’s cruds"
      empty={
        <PageState title="Nothing is burning">
          It’s quiet. Suspiciously quiet. Somebody should say something.
        </PageState>
      }
    />
  );
}
