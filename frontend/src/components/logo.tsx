/** The mark: a speech balloon that swears. */
export function LogoMark({ className }: { className?: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 84 62" className={className} fill="none">
      <path
        className="fill-fill"
        d="M17 2h50a15 15 0 0 1 15 15v18a15 15 0 0 1-15 15H37.5L24.3 60.8A1.4 1.4 0 0 1 22 59.7V50h-5A15 15 0 0 1 2 35V17A15 15 0 0 1 17 2z"
      />
      <g stroke="#fff" strokeWidth="3.6" strokeLinecap="round" strokeLinejoin="round">
        <path d="m17 17-2.5 18M25 17l-2.5 18M12.5 22.5h15M11.5 29.5h15" />
        <path d="M34 20.5c.6-2.5 2.5-3.7 4.7-3.7 2.7 0 4.6 1.7 4.6 4.1 0 4-4.8 4-4.8 8M38.5 35v.1" />
        <path
          d="M60.5 26.5a3.6 3.6 0 1 1-7.2 0 3.6 3.6 0 0 1 7.2 0zm0-3.6v5c0 3 4.5 2.6 4.5-1.9a8.2 8.2 0 1 0-3.6 6.9"
          strokeWidth="2.8"
        />
        <path d="M73 17v11M73 35v.1" />
      </g>
    </svg>
  );
}

/** Mark and name together. */
export function Logo({ compact = false }: { compact?: boolean }) {
  return (
    <span className="inline-flex items-center gap-2.5">
      <LogoMark className="h-9 w-auto shrink-0" />
      <span
        className={`text-[1.375rem] leading-none font-extrabold tracking-tight ${compact ? 'hidden xl:inline' : ''}`}
      >
        cruddur
      </span>
    </span>
  );
}
