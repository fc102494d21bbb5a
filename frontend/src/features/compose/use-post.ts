import { useMutation, useQueryClient } from '@tanstack/react-query';
import { addActivity } from '@/api/activity-cache';
import { useApi } from '@/api/api-context';
import { unwrap } from '@/api/client';
import type { AttachPhoto, Ttl } from '@/api/models';
import { ProblemError } from '@/api/problem';
import { useAnnounce } from '@/lib/page';
import { ttlLabel } from '@/lib/text/ttl';
import type { Attachments } from '@/lib/attachments/attachments';
import { useDraftStore } from './draft-context';

/** Posts a crud; on success it is on top of every list before the next answer comes. */
export function usePost(attachments: Attachments, onPosted?: () => void) {
  const api = useApi();
  const client = useQueryClient();
  const store = useDraftStore();
  const announce = useAnnounce();
  return useMutation({
    mutationFn: (body: { message: string; ttl: Ttl; photos?: AttachPhoto[] }) => {
      const key = store.keyFor(JSON.stringify(body));
      const params = { header: { 'Idempotency-Key': key } };
      const call = api.acting('post crud', () =>
        unwrap(api.asMe.POST('/api/activities', { params, body })),
      );
      return call.catch(forgetBurned);
    },
    onSuccess: (activity, { ttl }) => {
      if (activity) addActivity(client, activity);
      store.posted();
      attachments.clear();
      announce(`Posted. It burns in ${ttlLabel(ttl)}.`);
      onPosted?.();
    },
    onError: (error) => {
      if (error instanceof ProblemError) attachments.refuse(error.fields);
    },
  });
}

/** A retry may learn that the first try did post, and that the crud is gone by now. */
function forgetBurned(error: unknown): null {
  if (error instanceof ProblemError && error.status === 404) return null;
  throw error;
}
