import { useParams } from '@tanstack/react-router';
import { ActivityPage } from '@/features/activities/activity-page';

/** One crud. */
export function ActivityRoute() {
  const { handle, id } = useParams({ from: '/framed/@{$handle}/cruds/$id' });
  return <ActivityPage key={id} handle={handle} id={id} />;
}
