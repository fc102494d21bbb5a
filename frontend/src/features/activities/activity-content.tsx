import { use } from 'react';
import type { Activity } from '@/api/models';
import { ActivityText } from './activity-text';
import { PhotosContext } from './photos-context';

/** What a crud says and shows. */
export function ActivityContent({
  activity,
  large = false,
}: {
  activity: Activity;
  /** On its own page. */
  large?: boolean;
}) {
  const showPhotos = use(PhotosContext);
  return (
    <>
      {activity.message && <ActivityText text={activity.message} large={large} />}
      {activity.photos && showPhotos({ activity, large })}
    </>
  );
}
