import type { QueryClient } from '@tanstack/react-query';
import { removeActivity } from './activity-cache';
import { walk } from './cache-walk';
import { fetchActivity } from './activity';
import type { Api } from './client';
import { keys } from './keys';
import type { Activity } from './models';

/**
 * Asks for a crud whose photos have other signatures by now, and gives every cache its photos.
 * Nothing else of it: what else changes is the business of who watches lives.
 */
export async function renewPhotos(
  client: QueryClient,
  api: Api,
  { id }: Pick<Activity, 'id'>,
  signal: AbortSignal,
): Promise<Activity | null> {
  const renewed = await fetchActivity(api, id, signal);
  if (!renewed) {
    const known = client.getQueryData<Activity | null>(keys.activity(id));
    walk(client, (activity) => (activity.id === id ? null : activity));
    if (known) removeActivity(client, known);
    return null;
  }
  walk(client, (activity) => (activity.id === id ? withPhotos(activity, renewed) : activity));
  return renewed;
}

function withPhotos(activity: Activity, { photos }: Activity): Activity {
  if (!photos || sameSignatures(activity.photos, photos)) return activity;
  return { ...activity, photos };
}

function sameSignatures(a: Activity['photos'] = [], b: Activity['photos'] = []): boolean {
  return (
    a.length === b.length && a.every((photo, index) => photo.signature === b[index]?.signature)
  );
}
