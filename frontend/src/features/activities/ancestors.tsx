import { useRef } from 'react';
import { describeError } from '@/api/problem';
import { Button } from '@/components/button';
import { Notice } from '@/components/notice';
import { ActivityCard } from './activity-card';
import { StoneLine } from './stone-line';
import { useAncestors } from './use-thread';
import { useKeepPlace } from './use-keep-place';

/**
 * What a reply replies to, above it. It comes later than the reply, which stays where it is
 * on screen: what is above is found by scrolling up.
 */
export function Ancestors({ id }: { id: string }) {
  const block = useRef<HTMLElement>(null);
  const { query, items } = useAncestors(id);
  useKeepPlace(block);
  return (
    <section ref={block} data-keep-place aria-label="What this replies to">
      {query.hasNextPage && <Earlier query={query} />}
      {items
        .toReversed()
        .map((item, index) =>
          item.activity ? (
            <ActivityCard key={item.id} activity={item.activity} position={index + 1} leadsOn />
          ) : (
            <StoneLine key={item.id} leadsOn />
          ),
        )}
    </section>
  );
}

function Earlier({ query }: { query: ReturnType<typeof useAncestors>['query'] }) {
  const { isFetchingNextPage, isFetchNextPageError, error, fetchNextPage } = query;
  return (
    <div className="flex flex-col items-center gap-3 p-4">
      {isFetchNextPageError && <Notice tone="danger">{describeError(error)}</Notice>}
      <Button look="outline" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
        {isFetchNextPageError ? 'Try again' : 'Show earlier'}
      </Button>
    </div>
  );
}
