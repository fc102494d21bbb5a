import { useEffect, useRef, type ReactNode } from 'react';
import { describeError } from '@/api/problem';
import { onVisibilityChange } from '@/lib/visibility';
import { Button } from './button';
import { Notice } from './notice';

// How far below the screen the next page begins to load: about two screens, so that who
// scrolls at an ordinary pace never sees it happen.
const AHEAD = '1600px';

/** What is needed of an infinite query. */
interface Pages {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  error: Error | null;
  fetchNextPage: () => Promise<unknown>;
}

interface LoadMoreProps {
  query: Pages;
  /** Shown while a page loads. */
  loading: ReactNode;
  /** Shown below the last page. */
  end: ReactNode;
}

/** The end of a list: loads ahead by itself, and by its button where it can't. */
export function LoadMore({ query, loading, end }: LoadMoreProps) {
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, error, fetchNextPage } = query;
  const sentinel = useRef<HTMLDivElement>(null);
  const idle = hasNextPage && !isFetchingNextPage && !isFetchNextPageError;

  useEffect(() => {
    if (!idle) return;
    const onVisible = (visible: boolean) => visible && void fetchNextPage();
    return onVisibilityChange(sentinel.current, onVisible, AHEAD);
  }, [idle, fetchNextPage]);

  if (!hasNextPage) return end;
  if (isFetchingNextPage) return loading;
  return (
    <div ref={sentinel} className="flex flex-col items-center gap-3 p-6">
      {isFetchNextPageError && <Notice tone="danger">{describeError(error)}</Notice>}
      <Button look="outline" onClick={() => void fetchNextPage()}>
        {isFetchNextPageError ? 'Try again' : 'Load more'}
      </Button>
    </div>
  );
}
