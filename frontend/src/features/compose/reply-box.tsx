import { useMe } from '@/api/me';
import type { Activity } from '@/api/models';
import { describeError } from '@/api/problem';
import { Button } from '@/components/button';
import { PartTrouble } from '@/components/code-trouble';
import { lazyPart } from '@/components/lazy-part';
import { Notice } from '@/components/notice';
import { useSession } from '@/lib/session/session-context';
import { SignInToReply } from './sign-in-to-reply';

const ReplyForm = lazyPart(() => import('./reply-form').then((module) => module.ReplyForm), {
  broken: (retry) => <PartTrouble what="The editor" onRetry={retry} />,
});

/** Where to reply on a crud's own page. */
export function ReplyBox({ parent }: { parent: Activity }) {
  const { status } = useSession();
  return status === 'signed-in' ? <OwnBox parent={parent} /> : <SignInToReply parent={parent} />;
}

/** Keeps its place while the person's profile and its own code load. */
function OwnBox({ parent }: { parent: Activity }) {
  const { data: me, error, refetch } = useMe();
  return (
    <div className="min-h-[8.0625rem]">
      {me && <ReplyForm me={me} parent={parent} />}
      {error && !me && (
        <div className="flex flex-col items-start gap-3 p-4">
          <Notice tone="danger">Your profile didn’t load. {describeError(error)}</Notice>
          <Button look="outline" onClick={() => void refetch()}>
            Try again
          </Button>
        </div>
      )}
    </div>
  );
}
