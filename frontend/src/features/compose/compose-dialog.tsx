import type { Me } from '@/api/models';
import { Dialog } from '@/components/dialog';
import { Composer } from './composer';

/** The composer over any page; on a phone it fills the screen. */
export function ComposeDialog({
  me,
  open,
  onOpenChange,
}: {
  me: Me;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="New crud" sheet>
      <Composer me={me} dialog onPosted={() => onOpenChange(false)} />
    </Dialog>
  );
}
