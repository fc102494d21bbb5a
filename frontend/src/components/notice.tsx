import type { ReactNode } from 'react';

const tones = {
  info: 'border-line bg-veil',
  danger: 'border-danger/45 bg-danger-veil',
};

/** A sentence in a box: `danger` interrupts screen readers, `info` waits its turn. */
export function Notice({
  tone = 'info',
  children,
}: {
  tone?: keyof typeof tones;
  children: ReactNode;
}) {
  return (
    <div
      role={tone === 'danger' ? 'alert' : 'status'}
      className={`rounded-xl border px-4 py-3 text-sm leading-relaxed ${tones[tone]}`}
    >
      {children}
    </div>
  );
}
