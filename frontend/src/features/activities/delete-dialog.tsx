import { useMutation, useQueryClient } from '@tanstack/react-query';
import { removeActivity } from '@/api/activity-cache';
import { useApi } from '@/api/api-context';
import { unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import type { Activity } from '@/api/models';
import { describeError, ProblemError } from '@/api/problem';
import { countReply } from '@/api/thread-cache';
import { Button } from '@/components/button';
import { Dialog, DialogActions } from '@/components/dialog';
import { Notice } from '@/components/notice';
import { useExpiry } from '@/lib/expiry/expiry-context';
import { useAnnounce } from '@/lib/page';
import { countOf } from '@/lib/text/count';
import { gistOf } from '@/lib/text/gist';

/** Asks before a crud is deleted, for there is no way back. */
export function DeleteDialog({ activity, onClose }: { activity: Activity; onClose: () => void }) {
  const remove = useDeleteActivity(activity, onClose);
  const kind = activity.root ? 'reply' : 'crud';
  return (
    <Dialog
      open
      onOpenChange={onClose}
      question
      title={`Delete this ${kind}?`}
      description={`${consequence(activity)} This can’t be undone.`}
    >
      <div className="flex flex-col gap-4 px-4 pt-1 pb-4">
        <blockquote className="line-clamp-3 border-l-2 border-line pl-3 wrap-anywhere text-soft">
          {gistOf(activity)}
        </blockquote>
        {remove.error && <Notice tone="danger">{describeError(remove.error)}</Notice>}
      </div>
      <DialogActions>
        <Button look="ghost" onClick={onClose}>
          Keep it
        </Button>
        <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
          Delete {kind}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** What goes with it, and what stays. */
function consequence({ root, replies_count }: Activity): string {
  const replies = countOf(replies_count, 'reply', 'replies');
  if (replies_count === 0) return 'It would have gone anyway.';
  if (!root) return `Its whole thread goes with it: ${replies}, and what was replied to them.`;
  return `A stone stays in its place, because it has ${replies}.`;
}

function useDeleteActivity(activity: Activity, onDone: () => void) {
  const api = useApi();
  const client = useQueryClient();
  const { lives } = useExpiry();
  const announce = useAnnounce();
  return useMutation({
    mutationFn: () => {
      // What is on its way still counts this one.
      const resume = lives.pause();
      const params = { path: { id: activity.id } };
      const call = api.acting('delete crud', () =>
        unwrap(api.asMe.DELETE('/api/activities/{id}', { params })),
      );
      return call.catch(forgetMissing).finally(resume);
    },
    onSuccess: () => {
      onDone();
      removeActivity(client, activity);
      if (activity.reply_to) {
        countReply(client, activity.reply_to, -1);
        // Stones that nothing hangs on any more go too; only the API can tell.
        void client.invalidateQueries({ queryKey: keys.replies(activity.reply_to) });
      }
      announce(activity.root ? 'Reply deleted' : 'Crud deleted');
    },
  });
}

/** Already gone is as good as deleted. */
function forgetMissing(error: unknown): void {
  if (!(error instanceof ProblemError) || error.status !== 404) throw error;
}
