import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { Button } from '@/components/button';
import { longTimeLeft } from '@/lib/expiry/burn';
import { BurningRing } from '@/lib/expiry/burning-ring';
import { useBurn } from '@/lib/expiry/use-burn';
import { useAnnounce } from '@/lib/page';
import type { Burning } from './use-burnings';

// How long it is said that it burned.
const EPILOGUE = 3_000;
// By then the menu it was chosen from has closed and given the focus back.
const MENU_CLOSED = 60;

interface BurnToastsProps {
  burnings: Burning[];
  onUndo: (burning: Burning) => void;
  onDismiss: (id: string) => void;
}

/** What burns by its author's hand, over whatever page: ten seconds, and the way back. */
export function BurnToasts({ burnings, onUndo, onDismiss }: BurnToastsProps) {
  return (
    <section
      aria-label="Burning"
      className="pointer-events-none fixed inset-x-0 bottom-[calc(4.25rem+env(safe-area-inset-bottom))] z-50 flex flex-col items-center gap-2 px-4 sm:bottom-6"
    >
      {burnings.map((burning) => (
        <BurnToast
          key={burning.id}
          burning={burning}
          onUndo={() => onUndo(burning)}
          onDismiss={() => onDismiss(burning.id)}
        />
      ))}
    </section>
  );
}

interface BurnToastProps {
  burning: Burning;
  onUndo: () => void;
  onDismiss: () => void;
}

function BurnToast({ burning, onUndo, onDismiss }: BurnToastProps) {
  const toast = useRef<HTMLDivElement>(null);
  const { id, state, trouble, startsAt, endsAt } = burning;
  const burn = useBurn({ id, life_starts_at: startsAt, expires_at: endsAt }, toast);
  const over = state === 'too-late' || (state === 'burning' && burn.left === 0);
  useEpilogue(over, onDismiss);
  useFocusCare(toast);
  return (
    <div
      ref={toast}
      className="pointer-events-auto flex w-full max-w-md animate-sheet items-center gap-3 rounded-2xl border border-line-strong bg-raised py-3 pr-3 pl-4 shadow-float"
    >
      <BurningRing burn={burn} size={40} />
      <div className="min-w-0 grow leading-snug">
        <p className="font-bold tabular-nums">{title(state, over, burn.left)}</p>
        {trouble ? (
          <p className="text-sm text-danger">{trouble}</p>
        ) : (
          // What has burned isn't read any more, here neither.
          <p className="truncate text-sm text-soft">
            {over ? 'It’s out of everybody’s sight.' : burning.before.message}
          </p>
        )}
      </div>
      {/* One button, so that the focus on it outlasts what it is for. */}
      <Button
        look="outline"
        busy={state === 'undoing'}
        onClick={over || state === 'failed' ? onDismiss : onUndo}
      >
        {over || state === 'failed' ? 'Dismiss' : 'Undo'}
      </Button>
    </div>
  );
}

function title(state: Burning['state'], over: boolean, left: number): string {
  if (over) return 'Burned. #?@!';
  if (state === 'failed') return 'Not burned';
  if (state === 'undoing') return 'Putting it out …';
  // The answer is late: nobody knows yet.
  if (left === 0) return 'Burning …';
  return `Burns in ${longTimeLeft(left)}`;
}

/** Says that it is over, and goes. */
function useEpilogue(over: boolean, onDismiss: () => void): void {
  const announce = useAnnounce();
  const dismiss = useRef(onDismiss);
  useEffect(() => void (dismiss.current = onDismiss), [onDismiss]);
  useEffect(() => {
    if (!over) return;
    announce('Burned');
    const timer = setTimeout(() => dismiss.current(), EPILOGUE);
    return () => clearTimeout(timer);
  }, [over, announce]);
}

/**
 * Ten seconds are short for who uses a keyboard: the focus comes to the button, unless
 * something is being typed, and goes back to where it was.
 */
function useFocusCare(toast: RefObject<HTMLElement | null>): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(() => {
    const timer = setTimeout(() => {
      if (!isTyping()) toast.current?.querySelector('button')?.focus();
    }, MENU_CLOSED);
    return () => clearTimeout(timer);
  }, [toast]);
  // Cleaned up while the toast is still there to hold the focus.
  useLayoutEffect(() => {
    const element = toast.current;
    return () => {
      if (!element?.contains(document.activeElement)) return;
      const back = opener?.isConnected ? opener : document.querySelector('main h1');
      if (back instanceof HTMLElement) back.focus({ preventScroll: true });
    };
  }, [toast, opener]);
}

function isTyping(): boolean {
  return document.activeElement?.matches('input, textarea, select') ?? false;
}
