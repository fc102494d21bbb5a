import * as Radix from '@radix-ui/react-dialog';
import { useState, type ReactNode } from 'react';
import { IconButton } from './button';
import { CloseIcon } from './icons';

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** Read out with the title; for a question, the question's consequence. */
  description?: string;
  /** On a phone: over the whole height, for writing. */
  sheet?: boolean;
  /** A question that wants one of its answers: no button to close. */
  question?: boolean;
  /** Holds something typed that a stray click beside it must not lose. */
  keep?: boolean;
  children: ReactNode;
}

const placed =
  'fixed z-50 flex max-h-dvh flex-col scroll-pb-20 overflow-y-auto border-line bg-raised shadow-float outline-none';
const card =
  'top-[12dvh] left-1/2 w-[min(30rem,calc(100vw-2rem))] max-h-[80dvh] -translate-x-1/2 rounded-2xl border animate-pop';
const phoneSheet =
  'inset-0 animate-sheet sm:inset-auto sm:top-[8dvh] sm:left-1/2 sm:w-[min(37.5rem,calc(100vw-2rem))] sm:max-h-[84dvh] sm:-translate-x-1/2 sm:rounded-2xl sm:border';

/** A modal dialog: focus stays inside and returns afterwards, Escape closes. */
export function Dialog(props: DialogProps) {
  const { open, onOpenChange, title, description, children } = props;
  const { sheet = false, question = false, keep = question } = props;
  const opener = useOpener(open);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        {/* Not Radix.Overlay: its scroll lock needs a style element (see styles.css). */}
        <div
          aria-hidden="true"
          className="fixed inset-0 z-50 animate-fade bg-[#08030fb8] backdrop-blur-[2px]"
        />
        <Radix.Content
          role={question ? 'alertdialog' : 'dialog'}
          aria-modal="true"
          className={`${placed} ${sheet ? phoneSheet : card}`}
          onCloseAutoFocus={(event) => {
            // Radix gives focus back to its own triggers only, and ours are anywhere.
            event.preventDefault();
            if (opener instanceof HTMLElement) opener.focus();
          }}
          onInteractOutside={(event) => {
            if (keep) event.preventDefault();
          }}
          {...(description ? {} : { 'aria-describedby': undefined })}
        >
          <Radix.Title className="px-4 pt-4 pb-1 text-lg font-bold">{title}</Radix.Title>
          {description && (
            <Radix.Description className="px-4 pb-2 text-soft">{description}</Radix.Description>
          )}
          {children}
          {/* Last, so that focus begins with the content. */}
          {!question && (
            <Radix.Close asChild>
              <IconButton label="Close" className="absolute! top-3 right-3">
                <CloseIcon />
              </IconButton>
            </Radix.Close>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** What a dialog ends in, at the end of its content; in sight however much there is above. */
export function DialogActions({ children }: { children: ReactNode }) {
  return (
    <div className="sticky bottom-0 mt-auto flex flex-wrap justify-end gap-2 border-t border-line bg-raised px-4 pt-3 pb-[calc(0.75rem+env(safe-area-inset-bottom))]">
      {children}
    </div>
  );
}

/** What had the focus when the dialog opened; read before its content takes it. */
export function useOpener(open: boolean): Element | null {
  const [opened, setOpened] = useState(false);
  const [opener, setOpener] = useState<Element | null>(null);
  if (open !== opened) {
    setOpened(open);
    if (open) setOpener(document.activeElement);
  }
  return opener;
}
