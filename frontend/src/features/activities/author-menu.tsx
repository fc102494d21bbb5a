import { useState } from 'react';
import type { Activity } from '@/api/models';
import { IconButton } from '@/components/button';
import { ClockIcon, DotsIcon, FlameIcon, TrashIcon } from '@/components/icons';
import { Menu, MenuItem, MenuLine } from '@/components/menu';
import { useLifeControl } from '@/lib/expiry/life-control';
import { DeleteDialog } from './delete-dialog';

/** The menu on one's own crud. */
export function AuthorMenu({ activity }: { activity: Activity }) {
  const [asking, setAsking] = useState(false);
  const { changeLife, burnNow } = useLifeControl();
  return (
    <>
      <Menu
        trigger={
          <IconButton label="More about this crud" className="-mr-2">
            <DotsIcon />
          </IconButton>
        }
      >
        {/* A reply has no life of its own. */}
        {!activity.root && (
          <>
            <MenuItem icon={<ClockIcon />} onSelect={() => changeLife(activity)}>
              Change life…
            </MenuItem>
            <MenuItem icon={<FlameIcon />} onSelect={() => burnNow(activity)}>
              Burn now
            </MenuItem>
            <MenuLine />
          </>
        )}
        <MenuItem danger icon={<TrashIcon />} onSelect={() => setAsking(true)}>
          Delete
        </MenuItem>
      </Menu>
      {asking && <DeleteDialog activity={activity} onClose={() => setAsking(false)} />}
    </>
  );
}
