import { useState } from 'react';
import type { ThreadItem } from '@/api/models';
import { Button } from '@/components/button';
import { countOf } from '@/lib/text/count';
import type { useReplies } from './use-thread';

interface MoreRepliesProps {
  query: ReturnType<typeof useReplies>['query'];
  items: ThreadItem[];
  /** How many replies there are by now. */
  count: number;
}

/** The button for replies that others posted since the list was asked for. */
export function MoreReplies({ query, items, count }: MoreRepliesProps) {
  const living = items.filter((item) => item.activity).length;
  const missing = Math.max(0, count - living);
  // Some may be missing for ever: those of people whose account is suspended.
  const [known, setKnown] = useState({ at: 0, missing: 0 });
  if (known.at !== query.dataUpdatedAt) setKnown({ at: query.dataUpdatedAt, missing });
  const fresh = missing - known.missing;
  if (fresh <= 0) return null;
  return (
    <div className="flex justify-center p-4">
      <Button look="outline" busy={query.isFetching} onClick={() => void query.refetch()}>
        Show {countOf(fresh, 'new reply', 'new replies')}
      </Button>
    </div>
  );
}
