/** A stand-in of the size of a profile, while that loads. */
export function ProfileSkeleton() {
  return (
    <div role="status" aria-label="Loading profile" className="border-b border-line">
      <div className="h-32 skeleton rounded-none! sm:h-36" />
      <div className="px-4 pb-5">
        <div className="relative -mt-16 size-28 rounded-full bg-sunken ring-4 ring-surface sm:size-32" />
        <div className="mt-4 h-7 w-48 skeleton" />
        <div className="mt-2 h-4 w-28 skeleton" />
        <div className="mt-5 h-4 w-4/5 skeleton" />
        <div className="mt-5 h-4 w-3/5 skeleton" />
        <div className="mt-4 h-4 w-40 skeleton" />
      </div>
    </div>
  );
}
