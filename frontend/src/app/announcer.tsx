import { useCallback, useState, type ReactNode } from 'react';
import { AnnounceContext } from '@/lib/page';

/** The page's voice for screen readers. */
export function Announcer({ children }: { children: ReactNode }) {
  const [news, setNews] = useState({ message: '', turn: 0 });
  const announce = useCallback(
    (message: string) => setNews(({ turn }) => ({ message, turn: turn + 1 })),
    [],
  );
  return (
    <AnnounceContext value={announce}>
      {children}
      <div role="log" aria-live="polite" className="sr-only">
        <p key={news.turn}>{news.message}</p>
      </div>
    </AnnounceContext>
  );
}
