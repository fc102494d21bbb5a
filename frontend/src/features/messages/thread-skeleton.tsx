const widths = ['w-48', 'w-64', 'w-36', 'w-56', 'w-40'];

/** Stand-ins of the size of messages, while those load. */
export function ThreadSkeleton() {
  return (
    <div role="status" aria-label="Loading messages" className="flex grow flex-col justify-end">
      <div aria-hidden="true" className="flex flex-col gap-3 p-4">
        {widths.map((width, index) => (
          <div
            key={width}
            className={`h-10 skeleton rounded-2xl! ${width} ${index % 2 === 1 ? 'self-end' : ''}`}
          />
        ))}
      </div>
    </div>
  );
}
