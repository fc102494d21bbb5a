import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useMe } from '@/api/me';
import { isShortcut } from '@/lib/shortcuts';
import { useOpenComposer } from './compose-host';

// So long the second key of two may take.
const PATIENCE = 1500;

/** Makes single keys do what shortcut-list.ts says. */
export function useShortcuts(showSheet: () => void): void {
  const navigate = useNavigate();
  const openComposer = useOpenComposer();
  const handle = useMe().data?.handle;

  useEffect(() => {
    const actions: Record<string, (() => void) | undefined> = {
      j: () => focusCard(1),
      k: () => focusCard(-1),
      '.': () => press(document.querySelector('[data-action="show-new"]')),
      n: handle ? openComposer : undefined,
      r: () => press(replyButton()),
      'g h': () => void navigate({ to: '/' }),
      'g m': handle ? () => void navigate({ to: '/messages' }) : undefined,
      'g p': handle ? () => void navigate({ to: '/@{$handle}', params: { handle } }) : undefined,
      'g s': handle ? () => void navigate({ to: '/settings' }) : undefined,
      '?': showSheet,
    };
    let leaderAt = Number.NEGATIVE_INFINITY;
    const onKeyDown = (event: KeyboardEvent) => {
      if (!isShortcut(event)) return;
      const led = event.timeStamp - leaderAt < PATIENCE;
      leaderAt = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY;
      const action = actions[led ? `g ${event.key}` : event.key];
      // Held down, only the keys that move go on.
      if (!action || (event.repeat && !'jk'.includes(event.key))) return;
      event.preventDefault();
      action();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [navigate, openComposer, handle, showSheet]);
}

/** Goes to the next or the previous crud; from nowhere, to the first that is in sight. */
function focusCard(step: 1 | -1): void {
  const cards = [...document.querySelectorAll<HTMLElement>('main article[tabindex]')];
  const current = cards.findIndex((card) => card.contains(document.activeElement));
  const inSight = cards.findIndex((card) => card.getBoundingClientRect().top >= headerHeight());
  const next = cards[current < 0 ? Math.max(inSight, 0) : current + step];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: 'nearest' });
}

function headerHeight(): number {
  return document.querySelector('main header')?.getBoundingClientRect().bottom ?? 0;
}

/** The button to reply to the crud that has the focus, or to the one whose page this is. */
function replyButton(): Element | null {
  const card =
    document.activeElement?.closest('article') ??
    document.querySelector('main article:not([role="feed"] article)');
  return card?.querySelector('[data-action="reply"]') ?? null;
}

function press(button: Element | null): void {
  if (button instanceof HTMLElement) button.click();
}
