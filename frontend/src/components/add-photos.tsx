import { useRef } from 'react';
import { IconButton } from './button';
import { PhotoIcon } from './icons';
import type { Attachments, AttachmentSummary } from '@/lib/attachments/attachments';

const MOST = 4;

/** Picks photos from the device. */
export function AddPhotos({
  attachments,
  summary,
  className = '-ml-2',
}: {
  attachments: Attachments;
  summary: AttachmentSummary;
  className?: string;
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
        className={`text-accent aria-disabled:opacity-50 ${className}`}
      >
        <PhotoIcon className="size-5.5" />
      </IconButton>
    </>
  );
}
