import type { Activity } from '@/api/models';
import { ReplyIcon } from '@/components/icons';
import { countOf, shortCount } from '@/lib/text/count';
import { useReply } from './reply-context';

/** Replies to a crud, and tells how many did. */
export function ReplyButton({
  activity,
  counted = true,
}: {
  activity: Activity;
  /** The number is to be seen, not only heard. */
  counted?: boolean;
}) {
  const reply = useReply();
  const count = activity.replies_count;
  return (
    <button
      type="button"
      data-action="reply"
      aria-label={count > 0 ? `Reply, ${countOf(count, 'reply', 'replies')}` : 'Reply'}
      onClick={() => reply(activity)}
      className="inline-flex h-9 min-w-9 items-center justify-center gap-1.5 rounded-full px-2 text-[0.8125rem] font-medium text-soft tabular-nums transition-colors hover:bg-veil hover:text-accent"
    >
      <ReplyIcon className="size-4.5" />
      {counted && count > 0 && <span aria-hidden="true">{shortCount(count)}</span>}
    </button>
  );
}
