import { useState } from 'react';
import type { Activity } from '@/api/models';
import { IconButton } from '@/components/button';
import { DotsIcon, TrashIcon } from '@/components/icons';
import { Menu, MenuItem } from '@/components/menu';
import { DeleteDialog } from './delete-dialog';

/** The menu on one's own crud. */
export function AuthorMenu({ activity }: { activity: Activity }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Menu
        trigger={
          <IconButton label="More about this crud" className="-mr-2">
            <DotsIcon />
          </IconButton>
        }
      >
        <MenuItem danger icon={<TrashIcon />} onSelect={() => setAsking(true)}>
          Delete
        </MenuItem>
      </Menu>
      {asking && <DeleteDialog activity={activity} onClose={() => setAsking(false)} />}
    </>
  );
}
