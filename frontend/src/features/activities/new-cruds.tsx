import { useEffect } from 'react';
import type { Activity } from '@/api/models';
import { ArrowUpIcon } from '@/components/icons';
import { useAnnounce } from '@/lib/page';
import type { Feed } from './feeds';
import { useNewCruds } from './use-new-cruds';

/** The button behind which newer cruds wait. */
export function NewCruds({ feed, shown }: { feed: Feed; shown: Activity[] }) {
  const { count, full, show } = useNewCruds(feed, shown);
  const announce = useAnnounce();
  const label = `${count}${full ? '+' : ''} new ${count === 1 ? 'crud' : 'cruds'}`;

  useEffect(() => {
    if (count > 0) announce(label);
  }, [announce, count, label]);

  if (count === 0) return null;
  const onClick = () => {
    show();
    window.scrollTo({ top: 0, behavior: 'smooth' });
  };
  return (
    <div className="pointer-events-none sticky top-[calc(var(--banner)+3.5rem)] z-20 flex h-0 justify-center">
      <button
        type="button"
        onClick={onClick}
        className="pointer-events-auto mt-3 inline-flex h-10 animate-pop items-center gap-1.5 rounded-full bg-fill px-4 text-sm font-semibold text-on-accent shadow-float hover:bg-fill-hover"
      >
        <ArrowUpIcon />
        {label}
      </button>
    </div>
  );
}
