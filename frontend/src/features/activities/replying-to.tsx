import { ActivityLink } from './activity-link';
import { useAncestors } from './use-thread';

/** Whom a reply replies to. Its line is there from the beginning, so that nothing moves. */
export function ReplyingTo({ id }: { id: string }) {
  const { query, items } = useAncestors(id);
  const parent = items[0];
  return (
    <p className="flex h-8 items-center gap-1 text-sm text-soft">
      {parent?.activity ? (
        <>
          Replying to
          <ActivityLink
            activity={parent.activity}
            className="min-w-0 truncate text-accent hover:underline"
          >
            @{parent.activity.author.handle}
          </ActivityLink>
        </>
      ) : parent ? (
        'Replying to something that was deleted'
      ) : query.isError ? (
        <>
          What it replies to didn’t load.
          <button
            type="button"
            onClick={() => void query.refetch()}
            className="text-accent hover:underline"
          >
            Try again
          </button>
        </>
      ) : (
        'Replying to …'
      )}
    </p>
  );
}
