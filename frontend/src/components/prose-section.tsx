import type { ReactNode } from 'react';

/** A part of a page that is read from top to bottom. */
export function ProseSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-2.5">
      <h2 className="text-lg font-bold text-accent">{title}</h2>
      {children}
    </section>
  );
}
