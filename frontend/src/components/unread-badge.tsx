const MOST = 99;

/** How much is new, on the way to it; `of` says of what, to who can't see where it stands. */
export function UnreadBadge({
  count,
  of,
  className = '',
}: {
  count: number;
  of?: string;
  className?: string;
}) {
  if (count === 0) return null;
  return (
    <span
      className={`forced-line inline-flex h-5 min-w-5 items-center justify-center rounded-full bg-fill px-1.5 text-xs leading-none font-bold text-on-accent tabular-nums ${className}`}
    >
      {count < MOST ? count : `${MOST}+`}
      {of && <span className="sr-only"> {of}</span>}
    </span>
  );
}
