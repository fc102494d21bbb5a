import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query';
import { useApi } from '@/api/api-context';
import { keys } from '@/api/keys';
import type { Activity, Photo } from '@/api/models';
import { renewPhotos } from '@/api/photo-cache';
import { isOutdated } from '@/lib/pictures/signature';

interface Photos {
  photos: readonly Photo[];
  /** Asks for other signatures, once for all photos of the crud; never fails. */
  renew: () => Promise<unknown>;
}

/**
 * The photos of a crud; when its life changes, their signatures do, and are asked for. None where
 * there is no crud (yet, or any more).
 */
export function usePhotos(activity: Activity | null | undefined): Photos {
  const api = useApi();
  const client = useQueryClient();
  const { id = '', photos = [], expires_at = '' } = activity ?? {};
  const outdated = photos.some((photo) => isOutdated(photo.signature, expires_at));
  const { refetch } = useQuery({
    queryKey: keys.photos(id, expires_at),
    queryFn: activity ? ({ signal }) => renewPhotos(client, api, activity, signal) : skipToken,
    enabled: outdated,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  return { photos, renew: () => refetch({ cancelRefetch: false }) };
}
