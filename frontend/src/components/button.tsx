import type { ComponentProps } from 'react';

type Look = 'solid' | 'outline' | 'ghost' | 'danger';

const looks: Record<Look, string> = {
  solid:
    'bg-fill text-on-accent shadow-[inset_0_1px_0_#ffffff33,0_6px_18px_-8px_var(--accent-fill)] hover:bg-fill-hover',
  outline: 'border border-line-strong text-ink hover:bg-veil',
  ghost: 'text-soft hover:bg-veil hover:text-ink',
  danger: 'bg-danger-fill text-on-accent hover:brightness-110',
};

/** The classes of a button, for links that look like one. */
export function buttonClass(look: Look = 'solid', extra = ''): string {
  return `inline-flex min-h-10 items-center justify-center gap-2 rounded-full px-5 py-2 text-center font-semibold transition-[background-color,transform,filter] duration-150 active:scale-[0.98] disabled:cursor-not-allowed disabled:opacity-55 disabled:shadow-none ${looks[look]} ${extra}`;
}

type ButtonProps = ComponentProps<'button'> & { look?: Look; busy?: boolean };

/** A button; while `busy` it keeps its place and focus but does nothing. */
export function Button({
  look = 'solid',
  busy = false,
  className = '',
  type = 'button',
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type={type}
      className={buttonClass(look, className)}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      {...rest}
    >
      {busy && <Spinner />}
      {children}
    </button>
  );
}

/** A small wheel; what it waits for is said by the text beside it. */
export function Spinner() {
  return (
    <span
      aria-hidden="true"
      className="size-4 shrink-0 animate-spin rounded-full border-2 border-current border-r-transparent"
    />
  );
}

/** A round button with an icon only; `label` is its name. */
export function IconButton({
  label,
  className = '',
  type = 'button',
  ...rest
}: ComponentProps<'button'> & { label: string }) {
  return (
    <button
      type={type}
      aria-label={label}
      className={`inline-flex size-9 shrink-0 items-center justify-center rounded-full text-soft transition-colors hover:bg-veil hover:text-accent ${className}`}
      {...rest}
    />
  );
}
