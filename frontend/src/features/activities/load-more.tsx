import type { ComponentProps, ReactNode } from 'react';
import { LoadMore as AnyLoadMore } from '@/components/load-more';
import { ActivitySkeletons } from './activity-skeletons';

interface LoadMoreProps {
  query: ComponentProps<typeof AnyLoadMore>['query'];
  /** The list has something above its end. */
  any: boolean;
  /** Said below the last one, in place of the usual. */
  end?: ReactNode;
}

/** The end of a list of cruds. */
export function LoadMore({ query, any, end = <TheEnd /> }: LoadMoreProps) {
  return <AnyLoadMore query={query} loading={<ActivitySkeletons count={2} />} end={any && end} />;
}

function TheEnd() {
  return (
    <p className="py-10 text-center text-sm text-soft">
      That’s all that is still burning. <span aria-hidden="true">#?@!</span>
    </p>
  );
}
