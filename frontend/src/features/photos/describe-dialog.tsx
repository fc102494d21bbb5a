import { useState, type KeyboardEvent } from 'react';
import type { FocalPoint } from '@/api/models';
import { Button } from '@/components/button';
import { Dialog, DialogActions } from '@/components/dialog';
import { TextArea } from '@/components/field';
import { countOf, fullCount } from '@/lib/text/count';
import { countGraphemes } from '@/lib/text/graphemes';
import { FocalPicker } from './focal-picker';
import type { DraftPhoto } from './photo-draft';

/** The longest description, in visible characters; as in the contract. */
const MOST = 1500;

interface DescribeDialogProps {
  photo: DraftPhoto;
  place: number;
  /** Where it will be shown it may be cropped: what of it should stay in sight? */
  cropped: boolean;
  onSave: (about: { alt: string; focalPoint: FocalPoint }) => void;
  onClose: () => void;
}

/** Says what a photo shows, and what of it should stay in sight. */
export function DescribeDialog({ photo, place, cropped, onSave, onClose }: DescribeDialogProps) {
  const [alt, setAlt] = useState(photo.alt);
  const [focalPoint, setFocalPoint] = useState(photo.focalPoint);
  const left = MOST - countGraphemes(alt.normalize('NFC').trim());
  const save = () => {
    if (left < 0) return;
    onSave({ alt: alt.normalize('NFC').replaceAll('\0', '').trim(), focalPoint });
    onClose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    save();
  };
  return (
    <Dialog open onOpenChange={onClose} title={`Describe photo ${place}`} sheet keep>
      <form
        className="flex grow flex-col"
        onSubmit={(event) => {
          event.preventDefault();
          // The composer around it (though not on the page) is a form, too.
          event.stopPropagation();
          save();
        }}
        onPaste={(event) => event.stopPropagation()}
      >
        <div className="flex flex-col gap-4 px-4 pt-2 pb-5">
          <TextArea
            label="Description"
            dir="auto"
            rows={rowsFor(alt)}
            value={alt}
            placeholder="What is to be seen? As you would tell it on the phone."
            onChange={(event) => setAlt(event.target.value)}
            onKeyDown={onKeyDown}
            error={left < 0 ? `${countOf(-left, 'character', 'characters')} too many.` : undefined}
            hint={`${fullCount(left)} characters left`}
          />
          {cropped && <FocalPicker photo={photo} value={focalPoint} onChange={setFocalPoint} />}
        </div>
        <DialogActions>
          <Button look="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={left < 0}>
            Save
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** About as many as it has lines. */
function rowsFor(text: string): number {
  const lines = text.split('\n').reduce((sum, line) => sum + Math.ceil((line.length + 1) / 44), 0);
  return Math.min(10, Math.max(3, lines));
}
