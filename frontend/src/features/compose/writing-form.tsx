import { useRef, useState, type ClipboardEvent, type DragEvent, type ReactNode } from 'react';
import type { Attachments } from './attachments';
import { useAttachmentKit } from './attachments';

interface WritingFormProps {
  /** Its name for screen readers. */
  label: string;
  /** The name of the draft. */
  draft: string;
  attachments: Attachments;
  /** Why its photos keep it back. */
  hindrance: string | null;
  onSubmit: () => void;
  className: string;
  /** Whose it is: their picture, beside. */
  picture: ReactNode;
  /** The text and what is wrong with it. */
  children: ReactNode;
  /** The row of buttons below. */
  tools: ReactNode;
}

/** The form one writes in. Photos can be dropped on it and pasted into it. */
export function WritingForm(props: WritingFormProps) {
  const { label, draft, attachments, hindrance, onSubmit, className } = props;
  const { picture, children, tools } = props;
  const { showTray } = useAttachmentKit();
  const { over, handlers } = useDrop((files) => attachments.add(files));
  return (
    <form
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
      onPaste={(event) => {
        const pictures = pasted(event);
        if (pictures.length === 0) return;
        event.preventDefault();
        attachments.add(pictures);
      }}
      {...handlers}
      className={`relative flex gap-3 ${className}`}
    >
      {picture}
      <div className="min-w-0 grow">
        {children}
        {showTray(draft)}
        <p role="status" className="pb-2 text-[0.8125rem] font-semibold text-soft empty:hidden">
          {hindrance}
        </p>
        <div className="mt-1 flex flex-wrap items-center gap-1.5 border-t border-line pt-3 sm:gap-2">
          {tools}
        </div>
      </div>
      {over && <DropTarget />}
    </form>
  );
}

function DropTarget() {
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
