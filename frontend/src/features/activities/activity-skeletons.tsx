/** Stand-ins of the size of cruds, while those load. */
export function ActivitySkeletons({ count = 5 }: { count?: number }) {
  return (
    <div role="status" aria-label="Loading cruds">
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className="flex gap-3 border-b border-line px-4 py-3.5">
          <div className="size-11 shrink-0 skeleton rounded-full!" />
          <div className="grow">
            <div className="flex h-9 items-center gap-2">
              <div className="h-4 w-32 skeleton" />
              <div className="h-4 w-20 skeleton" />
              <div className="grow" />
              <div className="size-8 skeleton rounded-full!" />
            </div>
            <div className="my-1 h-4 skeleton" />
            <div className="my-2 h-4 w-3/5 skeleton" />
          </div>
        </div>
      ))}
    </div>
  );
}
