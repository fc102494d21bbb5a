import { useState } from 'react';
import type { Message } from '@/api/messages';
import { IconButton } from '@/components/button';
import { CopyIcon, DotsIcon, PenIcon, TrashIcon } from '@/components/icons';
import { Menu, MenuItem } from '@/components/menu';
import { useExpiry } from '@/lib/expiry/expiry-context';
import { useAnnounce } from '@/lib/page';
import { DeleteMessageDialog } from './delete-message-dialog';

const EDITABLE = 15 * 60_000;

interface MessageMenuProps {
  group: string;
  message: Message;
  mine: boolean;
  /** By the Tab key. */
  reachable: boolean;
  onEdit: () => void;
}

/** What can be done with a message. */
export function MessageMenu({ group, message, mine, reachable, onEdit }: MessageMenuProps) {
  const [asking, setAsking] = useState(false);
  const announce = useAnnounce();
  const copy = () =>
    void navigator.clipboard.writeText(message.message).then(
      () => announce('Copied'),
      () => announce('Your browser didn’t let it be copied'),
    );
  return (
    <>
      <Menu
        align={mine ? 'end' : 'start'}
        trigger={
          <IconButton
            label="More about this message"
            tabIndex={reachable ? 0 : -1}
            className="size-8! shrink-0 self-center opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 focus-visible:opacity-100 data-[state=open]:opacity-100 pointer-coarse:opacity-60"
          >
            <DotsIcon />
          </IconButton>
        }
      >
        {message.message && (
          <MenuItem icon={<CopyIcon />} onSelect={copy}>
            Copy
          </MenuItem>
        )}
        {mine && <OwnItems message={message} onEdit={onEdit} onDelete={() => setAsking(true)} />}
      </Menu>
      {asking && (
        <DeleteMessageDialog group={group} message={message} onClose={() => setAsking(false)} />
      )}
    </>
  );
}

function OwnItems({
  message,
  onEdit,
  onDelete,
}: {
  message: Message;
  onEdit: () => void;
  onDelete: () => void;
}) {
  const { clock } = useExpiry();
  // As it is when the menu opens.
  const [editable] = useState(() => clock.now() - Date.parse(message.created_at) < EDITABLE);
  return (
    <>
      {editable && (
        <MenuItem icon={<PenIcon />} onSelect={onEdit}>
          Edit
        </MenuItem>
      )}
      <MenuItem danger icon={<TrashIcon />} onSelect={onDelete}>
        Delete for everybody
      </MenuItem>
    </>
  );
}
