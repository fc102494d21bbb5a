import { Link, useLocation } from '@tanstack/react-router';
import { useEffect, useState, type FocusEvent, type MouseEvent, type PointerEvent } from 'react';
import type { UserSummary } from '@/api/models';
import { describeError } from '@/api/problem';
import { buttonClass } from '@/components/button';
import { useSession } from '@/lib/session/session-context';
import { useFollow } from './use-follow';

// As wide as its longest word, whichever it says: nothing beside it moves.
const shape = 'min-h-9! w-28 px-0! py-1.5! text-sm';

/** Follows and unfollows; for strangers it is the way to sign in. Nothing for oneself. */
export function FollowButton({ person }: { person: UserSummary }) {
  const { status } = useSession();
  if (status === 'signed-out') return <SignInToFollow handle={person.handle} />;
  // The server leaves `viewer` out of the caller's own profile.
  return person.viewer ? <Toggle person={person} /> : null;
}

function SignInToFollow({ handle }: { handle: string }) {
  const { href } = useLocation();
  return (
    <Link to="/signin" search={{ return_to: href }} className={buttonClass('solid', shape)}>
      Follow <span className="sr-only">@{handle}</span>
    </Link>
  );
}

function Toggle({ person }: { person: UserSummary }) {
  const { following, toggle, error, forgetError } = useFollow(person);
  const { pointed, forget, handlers } = usePointed();
  const onClick = (event: MouseEvent) => {
    // The second half of a double click is no second intent.
    if (event.detail > 1) return;
    // Right after following, the pointer is still here and means nothing by it.
    forget();
    toggle();
  };
  const leaving = following && pointed;
  const look = buttonClass(following ? 'outline' : 'solid', shape);
  return (
    <span className="relative inline-flex shrink-0">
      <button
        type="button"
        onClick={onClick}
        className={`${look} ${leaving ? 'border-danger! text-danger!' : ''}`}
        {...handlers}
      >
        {leaving ? 'Unfollow' : following ? 'Following' : followWords(person)}{' '}
        <span className="sr-only">@{person.handle}</span>
      </button>
      {error && <Failure error={error} onClose={forgetError} />}
    </span>
  );
}

function followWords({ viewer }: UserSummary): string {
  return viewer?.followed_by ? 'Follow back' : 'Follow';
}

/** Whether the pointer or the keyboard's focus is on an element, and came on purpose. */
function usePointed() {
  const [pointed, setPointed] = useState(false);
  const forget = () => setPointed(false);
  const handlers = {
    onPointerEnter: (event: PointerEvent) => setPointed(event.pointerType !== 'touch'),
    onPointerLeave: forget,
    onFocus: (event: FocusEvent) => setPointed(event.target.matches(':focus-visible')),
    onBlur: forget,
  };
  return { pointed, forget, handlers };
}

/**
 * Why it didn't work, below the button and over what is there, so that nothing moves. It goes
 * when somebody turns to something else.
 */
function Failure({ error, onClose }: { error: Error; onClose: () => void }) {
  useEffect(() => {
    document.addEventListener('pointerdown', onClose);
    document.addEventListener('focusin', onClose);
    return () => {
      document.removeEventListener('pointerdown', onClose);
      document.removeEventListener('focusin', onClose);
    };
  }, [onClose]);
  return (
    <span
      role="alert"
      className="absolute top-full right-0 z-20 mt-2 w-60 animate-pop rounded-xl border border-danger/45 bg-raised px-3 py-2 text-left text-sm leading-snug text-ink shadow-float"
    >
      {describeError(error)}
    </span>
  );
}
