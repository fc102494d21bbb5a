import { useEffect, useRef, type KeyboardEvent } from 'react';
import { splitAtGrapheme } from '@/lib/text/graphemes';
import { LIMIT } from './message';

interface MessageFieldProps {
  label: string;
  placeholder: string;
  value: string;
  onChange: (text: string) => void;
  onSubmit: () => void;
  describedBy: string;
  invalid: boolean;
  takesFocus: boolean;
  tall: boolean;
}

const sameType =
  'col-start-1 row-start-1 min-w-0 text-lg leading-7 wrap-anywhere whitespace-pre-wrap py-2';

/**
 * The text, growing as it is written. A copy of it lies behind, invisible but for the marks
 * on what is over the limit; being in the same grid cell it also gives the field its height.
 */
export function MessageField(props: MessageFieldProps) {
  const { label, placeholder, value, onChange, onSubmit, describedBy, invalid, takesFocus, tall } =
    props;
  const field = useRef<HTMLTextAreaElement>(null);
  const [within, over] = splitAtGrapheme(value, LIMIT);

  useEffect(() => {
    if (!takesFocus) return;
    field.current?.focus();
    field.current?.setSelectionRange(-1, -1);
  }, [takesFocus]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    onSubmit();
  };
  return (
    <div className={`grid ${tall ? 'min-h-40' : 'min-h-14'}`}>
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
        aria-invalid={invalid || undefined}
        aria-describedby={describedBy}
        placeholder={placeholder}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
        className={`${sameType} resize-none overflow-hidden bg-transparent outline-none placeholder:text-soft`}
      />
    </div>
  );
}
