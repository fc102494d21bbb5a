import { useQuery, useQueryClient } from '@tanstack/react-query';
import { fetchActivity } from '@/api/activity';
import { useApi } from '@/api/api-context';
import { cachedActivities } from '@/api/cache-walk';
import { keys } from '@/api/keys';
import { usePhotos } from './use-photos';
import { Viewer } from './viewer';

interface ActivityViewerProps {
  /** The crud. */
  id: string;
  index: number;
  onGo: (index: number) => void;
  onClose: () => void;
}

/** The viewer for the photos of a crud. */
export function ActivityViewer({ id, ...viewer }: ActivityViewerProps) {
  const { data: activity, error, refetch } = useActivity(id);
  const { photos, renew } = usePhotos(activity);
  const gone = activity === null || (activity && !activity.photos);
  const sight = {
    photos: gone ? null : activity && photos,
    by: activity?.author.display_name,
    error,
    retry: () => void refetch(),
    renew,
    farewell: 'This crud has burned, and its photos with it.',
  };
  return <Viewer sight={sight} {...viewer} />;
}

/** The crud as the caches have it by now; null once it has burned. */
function useActivity(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useQuery({
    queryKey: keys.activity(id),
    queryFn: ({ signal }) => fetchActivity(api, id, signal),
    initialData: () => cachedActivities(client).find((activity) => activity.id === id),
    initialDataUpdatedAt: () => Date.now(),
  });
}
