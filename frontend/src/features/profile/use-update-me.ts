import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '@/api/api-context';
import { unwrap } from '@/api/client';
import { putMe } from '@/api/me-cache';
import type { UpdateMe } from '@/api/models';
import { useAnnounce } from '@/lib/page';

/** Saves the profile and shows it at once wherever the person appears. */
export function useUpdateMe(onSaved: () => void) {
  const api = useApi();
  const client = useQueryClient();
  const announce = useAnnounce();
  return useMutation({
    mutationFn: (body: UpdateMe) =>
      api.acting('change profile', () => unwrap(api.asMe.PATCH('/api/me', { body }))),
    onSuccess: (me) => {
      putMe(client, me);
      announce('Profile saved');
      onSaved();
    },
  });
}
