import { useId, type ComponentProps, type ReactNode } from 'react';
import { ChevronIcon } from './icons';

interface FieldProps {
  label: string;
  /** What is wrong with the value; said at once to screen readers. */
  error?: string | undefined;
  /** What a good value is, or how the value stands. */
  hint?: ReactNode;
  /** The hint says what is wrong with the value: it stays below the error. */
  keepHint?: boolean;
}

const box =
  'w-full rounded-xl border bg-surface px-3.5 text-ink placeholder:text-soft transition-colors hover:border-accent focus:border-accent focus:outline-2 focus:outline-offset-0 focus:outline-accent';

function boxClass(error: string | undefined, extra: string): string {
  return `${box} ${error ? 'border-danger' : 'border-line-strong'} ${extra}`;
}

/** A labelled line of text with its hint and its error. `children` sits inside, at the end. */
export function TextField({
  label,
  error,
  hint,
  keepHint = false,
  children,
  ...input
}: FieldProps & Omit<ComponentProps<'input'>, 'className' | 'id'>) {
  const id = useId();
  return (
    <Frame id={id} label={label} error={error} hint={hint} keepHint={keepHint}>
      <div className="relative">
        <input
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={`${id}-notes`}
          className={boxClass(error, children ? 'h-12 pr-12' : 'h-12')}
          {...input}
        />
        {children && (
          <span className="absolute inset-y-0 right-1.5 flex items-center">{children}</span>
        )}
      </div>
    </Frame>
  );
}

/** A labelled text of several lines. */
export function TextArea({
  label,
  error,
  hint,
  ...input
}: FieldProps & Omit<ComponentProps<'textarea'>, 'className' | 'id'>) {
  const id = useId();
  return (
    <Frame id={id} label={label} error={error} hint={hint}>
      <textarea
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={`${id}-notes`}
        className={boxClass(error, 'resize-y py-2.5')}
        {...input}
      />
    </Frame>
  );
}

/** A labelled choice among a few. */
export function SelectField({
  label,
  error,
  hint,
  children,
  ...input
}: FieldProps & Omit<ComponentProps<'select'>, 'className' | 'id'>) {
  const id = useId();
  return (
    <Frame id={id} label={label} error={error} hint={hint}>
      <div className="relative">
        <select
          id={id}
          aria-describedby={`${id}-notes`}
          className={boxClass(error, 'h-12 appearance-none pr-11 [&>option]:bg-raised')}
          {...input}
        >
          {children}
        </select>
        <ChevronIcon className="pointer-events-none absolute inset-y-0 right-3.5 my-auto text-soft" />
      </div>
    </Frame>
  );
}

function Frame({
  id,
  label,
  error,
  hint,
  keepHint = false,
  children,
}: FieldProps & { id: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-semibold">
        {label}
      </label>
      {children}
      <div id={`${id}-notes`} aria-live="polite" className="text-sm text-soft empty:hidden">
        {error && <p className="font-medium text-danger not-last:pb-1">{error}</p>}
        {(!error || keepHint) && hint}
      </div>
    </div>
  );
}
