import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { fetchActivity } from '@/api/activity';
import { useApi } from '@/api/api-context';
import { keys } from '@/api/keys';
import { useMe } from '@/api/me';
import type { Activity } from '@/api/models';
import { Avatar } from '@/components/avatar';
import { Dialog } from '@/components/dialog';
import { shortTimeLeft } from '@/lib/expiry/burn';
import { BurningRing } from '@/lib/expiry/burning-ring';
import { useBurn } from '@/lib/expiry/use-burn';
import { useSession } from '@/lib/session/session-context';
import { gistOf } from '@/lib/text/gist';
import { ReplyForm } from './reply-form';
import { SignInToReply } from './sign-in-to-reply';

/** Replies to a crud from wherever it is seen; on a phone it fills the screen. */
export function ReplyDialog({ parent, onClose }: { parent: Activity; onClose: () => void }) {
  const { data: me } = useMe();
  const { status } = useSession();
  const living = useLiving(parent);
  return (
    <Dialog open onOpenChange={onClose} title="Reply" sheet>
      {living && <Quote activity={living} />}
      {status === 'signed-out' && <SignInToReply parent={parent} />}
      {me && <ReplyForm me={me} parent={parent} burned={!living} onPosted={onClose} dialog />}
    </Dialog>
  );
}

/** The crud as the cache has it by now; null once it has burned. */
function useLiving(activity: Activity): Activity | null {
  const api = useApi();
  const { data } = useQuery({
    queryKey: keys.activity(activity.id),
    queryFn: ({ signal }) => fetchActivity(api, activity.id, signal),
    // What is known is enough: whatever changes is written to the cache.
    enabled: false,
    initialData: activity,
    initialDataUpdatedAt: 0,
  });
  return data;
}

function Quote({ activity }: { activity: Activity }) {
  const quote = useRef<HTMLElement>(null);
  const burn = useBurn(activity, quote);
  const { author } = activity;
  return (
    <figure ref={quote} className="flex gap-3 px-4 pt-2">
      <div className="flex flex-col items-center">
        <Avatar handle={author.handle} name={author.display_name} picture={author.avatar} />
        <span className="mt-1.5 min-h-3 w-0.5 grow rounded-full bg-line" />
      </div>
      <div className="min-w-0 grow pb-2">
        <figcaption className="flex items-center gap-1.5">
          <span className="flex min-w-0 gap-1.5">
            <span className="max-w-full shrink-0 truncate font-bold">{author.display_name}</span>
            <span className="min-w-0 truncate text-soft">@{author.handle}</span>
          </span>
          <span className="grow" />
          <span className="shrink-0 text-[0.8125rem] font-semibold text-soft">
            {burn.left > 0 ? shortTimeLeft(burn.left) : '#?@!'}
          </span>
          <BurningRing burn={burn} size={28} />
        </figcaption>
        <blockquote dir="auto" className="line-clamp-6 wrap-anywhere whitespace-pre-wrap">
          {gistOf(activity)}
        </blockquote>
      </div>
    </figure>
  );
}
