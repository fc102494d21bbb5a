import { useId, type ReactNode } from 'react';

/** Settings that belong together; `note` says how far they reach. */
export function Section({
  title,
  note,
  children,
}: {
  title: string;
  note?: string;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-4 border-b border-line px-4 py-6">
      <div>
        <h2 id={id} className="text-lg leading-tight font-bold tracking-tight">
          {title}
        </h2>
        {note && <p className="text-sm text-soft">{note}</p>}
      </div>
      {children}
    </section>
  );
}
