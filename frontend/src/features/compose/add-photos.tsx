import { useRef } from 'react';
import { IconButton } from '@/components/button';
import { PhotoIcon } from '@/components/icons';
import type { Attachments, AttachmentSummary } from './attachments';

const MOST = 4;

/** Picks photos from the device. */
export function AddPhotos({
  attachments,
  summary,
}: {
  attachments: Attachments;
  summary: AttachmentSummary;
}) {
  const input = useRef<HTMLInputElement>(null);
  const full = summary.count >= MOST;
  const label = full ? 'Four photos are as many as fit' : 'Add photos';
  return (
    <>
      <input
        ref={input}
        type="file"
        accept="image/jpeg,image/png,image/gif,image/webp"
        multiple
        hidden
        aria-label="Photos"
        onChange={({ target }) => {
          attachments.add([...(target.files ?? [])]);
          // So that the same file can be chosen again after it was taken out.
          target.value = '';
        }}
      />
      <IconButton
        label={label}
        aria-disabled={full || undefined}
        data-tip={label}
        onClick={() => {
          if (!full) input.current?.click();
        }}
        className="-ml-2 text-accent aria-disabled:opacity-50"
      >
        <PhotoIcon className="size-5.5" />
      </IconButton>
    </>
  );
}
