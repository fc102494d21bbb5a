import type { ReactNode } from 'react';
import { DropTarget, usePhotoDrop } from '@/components/photo-drop';
import { useAttachmentKit, type Attachments } from '@/lib/attachments/attachments';

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
  const { over, handlers } = usePhotoDrop(attachments);
  return (
    <form
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
      {...handlers}
      className={`relative flex gap-3 ${className}`}
    >
      {picture}
      <div className="min-w-0 grow">
        {children}
        {showTray(draft, 'photo')}
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
