import { useEffect } from 'react';
import { ArrowUpIcon } from '@/components/icons';
import { useAnnounce } from '@/lib/page';
import { scrollBehavior } from '@/lib/motion';
import type { LiveFeed } from './feeds';
import { useNewCruds } from './use-new-cruds';
import type { useTimeline } from './use-timeline';

interface NewCrudsProps {
  feed: LiveFeed;
  list: ReturnType<typeof useTimeline>;
}

/** The button behind which newer cruds wait. */
export function NewCruds({ feed, list }: NewCrudsProps) {
  const { count, more, show } = useNewCruds(feed, list);
  const announce = useAnnounce();
  const label = `${count}${more ? '+' : ''} new ${count === 1 ? 'crud' : 'cruds'}`;

  useEffect(() => {
    if (count > 0) announce(label);
  }, [announce, count, label]);

  if (count === 0) return null;
  const onClick = () => {
    show();
    window.scrollTo({ top: 0, behavior: scrollBehavior() });
  };
  return (
    <div className="pointer-events-none sticky top-[calc(var(--banner)+3.5rem)] z-20 flex h-0 justify-center">
      <button
        type="button"
        data-action="show-new"
        onClick={onClick}
        className="pointer-events-auto mt-3 inline-flex h-10 animate-pop items-center gap-1.5 rounded-full bg-fill px-4 text-sm font-semibold text-on-accent shadow-float hover:bg-fill-hover"
      >
        <ArrowUpIcon />
        {label}
      </button>
    </div>
  );
}
