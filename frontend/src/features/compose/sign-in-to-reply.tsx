import { Link } from '@tanstack/react-router';
import type { Activity } from '@/api/models';
import { buttonClass } from '@/components/button';
import { useSession } from '@/lib/session/session-context';

/** In place of the form for who isn't in; it leads back to the crud, where a draft waits. */
export function SignInToReply({ parent }: { parent: Activity }) {
  const { ended } = useSession();
  const search = { return_to: `/@${parent.author.handle}/cruds/${parent.id}` };
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-3 px-4 py-4">
      <p className="text-soft">
        {ended
          ? 'Your session ended. Your words are kept.'
          : `Something to say to @${parent.author.handle}?`}
      </p>
      <Link to="/signin" search={search} className={buttonClass('outline')}>
        Sign in to reply
      </Link>
    </div>
  );
}
