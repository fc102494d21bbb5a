import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '@/api/api-context';
import { unwrap } from '@/api/client';
import type { Message } from '@/api/messages';
import { describeError, describeFault, ProblemError } from '@/api/problem';
import { Button } from '@/components/button';
import { useAnnounce } from '@/lib/page';
import { MessageField } from './message-field';
import { useMessaging } from './messaging-context';
import { prepare } from './message-text';

/** One's own message, while it is put differently. */
export function MessageEditor({
  group,
  message,
  onClose,
}: {
  group: string;
  message: Message;
  onClose: () => void;
}) {
  const [draft, setDraft] = useState(message.message);
  const edit = useEditMessage(group, message.id, onClose);
  const { text, verdict } = prepare(draft);
  const sendable = verdict === 'fits' || (verdict === 'empty' && message.photos !== undefined);
  const save = () => {
    if (edit.isPending || !sendable) return;
    if (text === message.message) onClose();
    else edit.mutate(text);
  };
  return (
    // Escape closes from anywhere within; the button beside it does the same.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form
      aria-label="Edit message"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
      className="rounded-2xl border border-accent bg-surface px-3.5 pt-1 pb-2"
    >
      <MessageField label="Edit message" value={draft} onChange={setDraft} onSubmit={save} start />
      {edit.error && (
        <p role="alert" className="pb-1 text-sm font-medium text-danger">
          {wordsFor(edit.error)}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button look="ghost" className="min-h-8! px-3! py-1! text-sm" onClick={onClose}>
          Cancel
        </Button>
        <Button
          type="submit"
          busy={edit.isPending}
          disabled={!sendable}
          className="min-h-8! px-4! py-1! text-sm"
        >
          Save
        </Button>
      </div>
    </form>
  );
}

function useEditMessage(group: string, id: string, onDone: () => void) {
  const api = useApi();
  const messaging = useMessaging();
  const announce = useAnnounce();
  return useMutation({
    mutationFn: (text: string) => {
      const params = { path: { id: group, message_id: id } };
      return unwrap(
        api.messages.PATCH('/api/message_groups/{id}/messages/{message_id}', {
          params,
          body: { message: text },
        }),
      );
    },
    onSuccess: (message) => {
      messaging.tell({ type: 'message_edited', group_id: group, message });
      announce('Message edited');
      onDone();
    },
    onError: (error) => {
      if (!(error instanceof ProblemError) || error.code !== 'message_not_found') return;
      messaging.tell({ type: 'message_deleted', group_id: group, message_id: id });
    },
  });
}

function wordsFor(error: Error): string {
  if (!(error instanceof ProblemError)) return describeError(error);
  if (error.code === 'too_late') return 'Too late: messages can be edited for fifteen minutes.';
  const fault = error.fields[0];
  return fault ? describeFault(fault) : describeError(error);
}
