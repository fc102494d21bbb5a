import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '@/api/api-context';
import { unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import type { Me, Ttl } from '@/api/models';

/** Saves the default life. What is being saved is shown at once; a failure takes it back. */
export function useDefaultLife(me: Me) {
  const api = useApi();
  const client = useQueryClient();
  const save = useMutation({
    // One after another, so that the last choice is the last to arrive.
    scope: { id: 'default-life' },
    mutationFn: (default_ttl: Ttl) => unwrap(api.asMe.PATCH('/api/me', { body: { default_ttl } })),
    onSuccess: (saved) => client.setQueryData<Me>(keys.me, saved),
  });
  return {
    life: save.isPending ? save.variables : me.default_ttl,
    choose: save.mutate,
    saving: save.isPending,
    saved: save.isSuccess,
    error: save.error,
  };
}
