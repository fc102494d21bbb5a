import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '@/api/api-context';
import { unwrap } from '@/api/client';
import { applyLife } from '@/api/life-cache';
import type { Activity, Ttl } from '@/api/models';
import { useExpiry } from '@/lib/expiry/expiry-context';
import { useAnnounce } from '@/lib/page';
import { ttlLabel } from '@/lib/text/ttl';

/** Gives a crud, and its thread, another life from now; every ring shows it at once. */
export function useChangeLife(activity: Activity, onDone: () => void) {
  const api = useApi();
  const client = useQueryClient();
  const { lives } = useExpiry();
  const announce = useAnnounce();
  return useMutation({
    mutationFn: (ttl: Ttl) => {
      const resume = lives.pause();
      const params = { path: { id: activity.id } };
      const call = api.acting('change life', () =>
        unwrap(api.asMe.PUT('/api/activities/{id}/life', { params, body: { ttl } })),
      );
      return call.finally(resume);
    },
    onSuccess: (changed, ttl) => {
      applyLife(client, changed.id, changed);
      announce(`It burns in ${ttlLabel(ttl)} from now.`);
      onDone();
    },
  });
}
