/** Says that somebody follows the reader. */
export function FollowsYou() {
  return (
    <span className="shrink-0 rounded-md bg-sunken px-1.5 py-0.5 text-xs font-medium text-soft">
      Follows you
    </span>
  );
}
