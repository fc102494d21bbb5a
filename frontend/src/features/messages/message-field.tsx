import { useEffect, useRef, type KeyboardEvent } from 'react';
import { splitAtGrapheme } from '@/lib/text/graphemes';
import { LIMIT } from './message-text';

interface MessageFieldProps {
  label: string;
  placeholder?: string;
  value: string;
  onChange: (text: string) => void;
  onSubmit: () => void;
  describedBy?: string | undefined;
  /** It takes the focus when it comes. */
  start?: boolean;
  /** The page starts with it, for who has a keyboard. */
  pageStart?: boolean;
}

const sameType =
  'col-start-1 row-start-1 min-w-0 py-2 text-base leading-6 wrap-anywhere whitespace-pre-wrap';

/**
 * A text that grows as it is written, up to a third of the screen. A copy of it lies behind,
 * invisible but for the marks on what is over the limit, and gives the field its height.
 */
export function MessageField(props: MessageFieldProps) {
  const { label, placeholder, value, onChange, onSubmit, describedBy } = props;
  const { start = false, pageStart = false } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  const [within, over] = splitAtGrapheme(value, LIMIT);

  useEffect(() => {
    if (!start) return;
    field.current?.focus();
    field.current?.setSelectionRange(-1, -1);
  }, [start]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (!meansSend(event)) return;
    event.preventDefault();
    onSubmit();
  };
  return (
    <div className="max-h-[33dvh] min-w-0 grow overflow-y-auto">
      <div className="grid">
        <div aria-hidden="true" className={`${sameType} text-transparent`}>
          {within}
          {over && <mark className="rounded bg-hot/30 text-transparent">{over}</mark>}{' '}
        </div>
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          value={value}
          aria-label={label}
          aria-invalid={over !== '' || undefined}
          aria-describedby={describedBy}
          placeholder={placeholder}
          data-start={pageStart || undefined}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={onKeyDown}
          className={`${sameType} resize-none overflow-hidden bg-transparent outline-none placeholder:text-soft`}
        />
      </div>
    </div>
  );
}

/**
 * Enter sends, with Shift it makes a line. On a touch keyboard there is no Shift+Enter: there
 * Enter makes a line, and the button sends. What an input method confirms isn't meant to send.
 */
function meansSend({ key, shiftKey, ctrlKey, metaKey, nativeEvent }: KeyboardEvent): boolean {
  if (key !== 'Enter' || nativeEvent.isComposing) return false;
  if (ctrlKey || metaKey) return true;
  return !shiftKey && !hasTouchKeyboard();
}

/** Whether this is a device for fingers. */
export function hasTouchKeyboard(): boolean {
  return window.matchMedia('(pointer: coarse)').matches;
}
