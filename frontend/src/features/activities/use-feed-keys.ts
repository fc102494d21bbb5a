import { useEffect, type RefObject } from 'react';

/** Page Up and Page Down go from crud to crud, Enter opens: the keys of an ARIA feed. */
export function useFeedKeys(list: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const card = cardOf(event.target, list.current);
      if (!card) return;
      if (event.key === 'Enter' && event.target === card) card.click();
      const step = { PageDown: 1, PageUp: -1 }[event.key];
      if (!step) return;
      const cards = [...(list.current?.querySelectorAll<HTMLElement>('article') ?? [])];
      const next = cards[cards.indexOf(card) + step];
      if (!next) return;
      event.preventDefault();
      next.focus();
      next.scrollIntoView({ block: 'nearest' });
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [list]);
}

function cardOf(target: EventTarget | null, list: HTMLElement | null): HTMLElement | null {
  if (!(target instanceof HTMLElement) || !list?.contains(target)) return null;
  return target.closest('article');
}
