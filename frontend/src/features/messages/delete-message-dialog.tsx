import { useMutation } from '@tanstack/react-query';
import { useApi } from '@/api/api-context';
import { unwrap } from '@/api/client';
import type { Message } from '@/api/messages';
import { describeError, ProblemError } from '@/api/problem';
import { Button } from '@/components/button';
import { Dialog, DialogActions } from '@/components/dialog';
import { Notice } from '@/components/notice';
import { useAnnounce } from '@/lib/page';
import { useMessaging } from './messaging-context';

/** Asks before a message is deleted for everybody, for there is no way back. */
export function DeleteMessageDialog({
  group,
  message,
  onClose,
}: {
  group: string;
  message: Message;
  onClose: () => void;
}) {
  const remove = useDeleteMessage(group, message.id, onClose);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      question
      title="Delete this message?"
      description="It goes for everybody in this conversation, and leaves nothing in its place. Who has seen it may remember."
    >
      <div className="flex flex-col gap-4 px-4 pt-1 pb-4">
        {message.message && (
          <blockquote className="line-clamp-3 border-l-2 border-line pl-3 wrap-anywhere text-soft">
            {message.message}
          </blockquote>
        )}
        {remove.error && <Notice tone="danger">{describeError(remove.error)}</Notice>}
      </div>
      <DialogActions>
        <Button look="ghost" onClick={onClose}>
          Keep it
        </Button>
        <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
          Delete message
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function useDeleteMessage(group: string, id: string, onDone: () => void) {
  const api = useApi();
  const messaging = useMessaging();
  const announce = useAnnounce();
  return useMutation({
    mutationFn: () => {
      const params = { path: { id: group, message_id: id } };
      const call = api.messages.DELETE('/api/message_groups/{id}/messages/{message_id}', {
        params,
      });
      return unwrap(call).catch(forgetMissing);
    },
    onSuccess: () => {
      onDone();
      messaging.tell({ type: 'message_deleted', group_id: group, message_id: id });
      announce('Message deleted');
    },
  });
}

/** Already gone is as good as deleted. */
function forgetMissing(error: unknown): void {
  if (!(error instanceof ProblemError) || error.code !== 'message_not_found') throw error;
}
