import { useMutation, useQueryClient } from '@tanstack/react-query';
import { removeActivity } from '@/api/activity-cache';
import { useApi } from '@/api/api-context';
import { unwrap } from '@/api/client';
import type { Activity } from '@/api/models';
import { describeError, ProblemError } from '@/api/problem';
import { Button } from '@/components/button';
import { Dialog } from '@/components/dialog';
import { Notice } from '@/components/notice';
import { useAnnounce } from '@/lib/page';

/** Asks before a crud is deleted, for there is no way back. */
export function DeleteDialog({ activity, onClose }: { activity: Activity; onClose: () => void }) {
  const remove = useDeleteActivity(activity, onClose);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      question
      title="Burn it now?"
      description="It would have gone anyway. This can’t be undone."
    >
      <div className="flex flex-col gap-4 px-4 pt-1 pb-4">
        <blockquote className="line-clamp-3 border-l-2 border-line pl-3 wrap-anywhere text-soft">
          {activity.message}
        </blockquote>
        {remove.error && <Notice tone="danger">{describeError(remove.error)}</Notice>}
        <div className="flex justify-end gap-2">
          <Button look="ghost" onClick={onClose}>
            Keep it
          </Button>
          <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
            Delete crud
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function useDeleteActivity(activity: Activity, onDone: () => void) {
  const api = useApi();
  const client = useQueryClient();
  const announce = useAnnounce();
  return useMutation({
    mutationFn: () => {
      const params = { path: { id: activity.id } };
      return unwrap(api.asMe.DELETE('/api/activities/{id}', { params })).catch(forgetMissing);
    },
    onSuccess: () => {
      onDone();
      removeActivity(client, activity);
      announce('Crud deleted');
    },
  });
}

/** Already gone is as good as deleted. */
function forgetMissing(error: unknown): void {
  if (!(error instanceof ProblemError) || error.status !== 404) throw error;
}
