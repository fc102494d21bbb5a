import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '@/api/api-context';
import { unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import type { Activity, AttachPhoto } from '@/api/models';
import { ProblemError } from '@/api/problem';
import { addReply } from '@/api/thread-cache';
import { useExpiry } from '@/lib/expiry/expiry-context';
import { useAnnounce } from '@/lib/page';
import type { Attachments } from '@/lib/attachments/attachments';
import type { DraftStore } from './draft-store';

interface Writing {
  parent: Activity;
  store: DraftStore;
  attachments: Attachments;
  onPosted?: (() => void) | undefined;
}

/** Posts a reply; on success it is in its place, and counted, before the next answer comes. */
export function useReply({ parent, store, attachments, onPosted }: Writing) {
  const api = useApi();
  const client = useQueryClient();
  const { lives } = useExpiry();
  const announce = useAnnounce();
  return useMutation({
    mutationFn: (body: { message: string; photos?: AttachPhoto[] }) => {
      // What is on its way doesn't count this one yet.
      const resume = lives.pause();
      const header = { 'Idempotency-Key': store.keyFor(JSON.stringify(body)) };
      const params = { path: { id: parent.id }, header };
      const call = api.acting('post reply', () =>
        unwrap(api.asMe.POST('/api/activities/{id}/replies', { params, body })),
      );
      return call.finally(resume);
    },
    onSuccess: (reply) => {
      addReply(client, reply);
      store.posted();
      attachments.clear();
      announce('Reply posted. It burns with its thread.');
      onPosted?.();
    },
    onError: (error) => {
      if (error instanceof ProblemError) attachments.refuse(error.fields);
      if (isGone(error)) void client.invalidateQueries({ queryKey: keys.activity(parent.id) });
    },
  });
}

/** There is nothing to reply to any more. */
export function isGone(error: unknown): boolean {
  return error instanceof ProblemError && error.status === 404;
}
