import { useRef, useState, type ClipboardEvent, type DragEvent } from 'react';
import type { Attachments } from '@/lib/attachments/attachments';

/** Lets photos be dropped on an element, and pasted into it. */
export function usePhotoDrop(attachments: Attachments) {
  const { over, handlers } = useDrop((files) => attachments.add(files));
  const onPaste = (event: ClipboardEvent) => {
    const pictures = pasted(event);
    if (pictures.length === 0) return;
    event.preventDefault();
    attachments.add(pictures);
  };
  return { over, handlers: { ...handlers, onPaste } };
}

/** Covers what photos can be dropped on, while some are held over it. */
export function DropTarget() {
  return (
    <div className="pointer-events-none absolute inset-1 z-10 flex animate-fade items-center justify-center rounded-2xl border-2 border-dashed border-accent bg-[color-mix(in_srgb,var(--raised)_88%,transparent)] text-lg font-bold text-accent">
      Drop photos here
    </div>
  );
}

/** What was copied as a picture; text that came with a picture of itself is meant as text. */
function pasted({ clipboardData }: ClipboardEvent): File[] {
  if (clipboardData.types.includes('text/plain')) return [];
  return [...clipboardData.files].filter((file) => file.type.startsWith('image/'));
}

/** Tells whether files are held over an element, and takes them when they are let go. */
function useDrop(onDrop: (files: File[]) => void) {
  const [over, setOver] = useState(false);
  // Going over what is inside enters that before it leaves what is around it.
  const depth = useRef(0);
  const carriesFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files');
  const handlers = {
    onDragEnter: (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth.current++;
      setOver(true);
    },
    onDragOver: (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
    },
    onDragLeave: (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth.current = Math.max(0, depth.current - 1);
      if (depth.current === 0) setOver(false);
    },
    onDrop: (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth.current = 0;
      setOver(false);
      onDrop([...event.dataTransfer.files]);
    },
  };
  return { over, handlers };
}
