import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useApi } from '@/api/api-context';
import { keys } from '@/api/keys';
import type { Activity, Photo } from '@/api/models';
import { renewPhotos } from '@/api/photo-cache';
import { isOutdated } from './signature';

interface Photos {
  photos: readonly Photo[];
  /** Asks for other signatures, once for all photos of the crud; never fails. */
  renew: () => Promise<unknown>;
}

/** The photos of a crud; when its life changes, their signatures do, and are asked for. */
export function usePhotos(activity: Activity): Photos {
  const api = useApi();
  const client = useQueryClient();
  const photos = activity.photos ?? [];
  const outdated = photos.some((photo) => isOutdated(photo.signature, activity.expires_at));
  const { refetch } = useQuery({
    queryKey: keys.photos(activity.id, activity.expires_at),
    queryFn: ({ signal }) => renewPhotos(client, api, activity, signal),
    enabled: outdated,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  return { photos, renew: () => refetch({ cancelRefetch: false }) };
}
