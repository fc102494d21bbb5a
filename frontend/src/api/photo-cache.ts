import type { QueryClient } from '@tanstack/react-query';
import { fetchActivity } from './activity';
import { removeActivity } from './activity-cache';
import { walk } from './cache-walk';
import type { Api } from './client';
import type { Activity, Photo } from './models';

/**
 * Asks for a crud whose photos have other signatures by now, and gives every cache its photos:
 * nothing else of it, for what else changes is the business of who watches lives. Null when
 * the crud is gone.
 */
export async function renewPhotos(
  client: QueryClient,
  api: Api,
  activity: Activity,
  signal: AbortSignal,
): Promise<Photo[] | null> {
  const renewed = await fetchActivity(api, activity.id, signal);
  if (!renewed) {
    removeActivity(client, activity);
    return null;
  }
  const photos = renewed.photos ?? [];
  walk(client, (cached) => (cached.id === activity.id ? withPhotos(cached, photos) : cached));
  return photos;
}

function withPhotos(activity: Activity, photos: Photo[]): Activity {
  return sameSignatures(activity.photos ?? [], photos) ? activity : { ...activity, photos };
}

function sameSignatures(before: Photo[], after: Photo[]): boolean {
  const same = (photo: Photo, index: number) => photo.signature === after[index]?.signature;
  return before.length === after.length && before.every(same);
}
