import { useEffect, useRef } from 'react';
import { describeError } from '@/api/problem';
import { Button } from '@/components/button';
import { Notice } from '@/components/notice';
import { onVisibilityChange } from '@/lib/visibility';
import { ActivitySkeletons } from './activity-skeletons';
import type { useTimeline } from './use-timeline';

// How far below the screen the next page begins to load.
const AHEAD = '800px';

interface LoadMoreProps {
  query: ReturnType<typeof useTimeline>['query'];
  /** The list has something above its end. */
  any: boolean;
}

/** The end of a list: loads ahead by itself, and by its button where it can't. */
export function LoadMore({ query, any }: LoadMoreProps) {
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, error, fetchNextPage } = query;
  const sentinel = useRef<HTMLDivElement>(null);
  const idle = hasNextPage && !isFetchingNextPage && !isFetchNextPageError;

  useEffect(() => {
    if (!idle) return;
    const onVisible = (visible: boolean) => visible && void fetchNextPage();
    return onVisibilityChange(sentinel.current, onVisible, AHEAD);
  }, [idle, fetchNextPage]);

  if (!hasNextPage) return any ? <TheEnd /> : null;
  if (isFetchingNextPage) return <ActivitySkeletons count={2} />;
  return (
    <div ref={sentinel} className="flex flex-col items-center gap-3 p-6">
      {isFetchNextPageError && <Notice tone="danger">{describeError(error)}</Notice>}
      <Button look="outline" onClick={() => void fetchNextPage()}>
        {isFetchNextPageError ? 'Try again' : 'Load more'}
      </Button>
    </div>
  );
}

function TheEnd() {
  return (
    <p className="py-10 text-center text-sm text-soft">
      That’s all that is still burning. <span aria-hidden="true">#?@!</span>
    </p>
  );
}
