import { Link, useLocation } from '@tanstack/react-router';
import { buttonClass } from '@/components/button';
import { useSession } from '@/lib/session/session-context';

/** The invitation for strangers; it also says so when a session was lost. */
export function JoinPanel() {
  const { ended } = useSession();
  const { href } = useLocation();
  const search = href === '/' ? {} : { return_to: href };
  return (
    <section
      aria-labelledby="join-title"
      className="relative overflow-hidden rounded-2xl bg-[linear-gradient(150deg,#3a0d86,#6a1bdc_60%,#8a2be2)] p-5 text-white"
    >
      <span
        aria-hidden="true"
        className="pointer-events-none absolute -right-3 -bottom-7 text-8xl font-black tracking-tighter opacity-15 select-none"
      >
        #?@!
      </span>
      <h2 id="join-title" className="text-xl font-extrabold tracking-tight">
        {ended ? 'Your session ended' : 'Join the party!'}
      </h2>
      <p className="pt-1.5 pb-4 text-pretty text-white/90">
        {ended
          ? 'Sign in to go on. If you were writing something, it’s kept.'
          : 'Something on your mind? Don’t overthink it, just crud it. In an hour, or a week, it’s ash.'}
      </p>
      <div className="relative flex gap-2">
        {!ended && (
          <Link
            to="/signup"
            search={search}
            className={buttonClass(
              'solid',
              'flex-1 bg-white! text-[#4a13a6]! shadow-none! hover:bg-white/90!',
            )}
          >
            Join now
          </Link>
        )}
        <Link
          to="/signin"
          search={search}
          className={buttonClass(
            'outline',
            'flex-1 border-white/60! text-white! hover:bg-white/15!',
          )}
        >
          Sign in
        </Link>
      </div>
    </section>
  );
}
