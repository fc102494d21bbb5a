import { useRouter } from '@tanstack/react-router';
import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';

// Entries of the history whose page was shown already: their scroll position is restored.
const visited = new Set<string>();

/**
 * Keeps what stands below `block` where it is on screen, whatever grows or shrinks within;
 * it happens before anything is painted. Browsers have something of the kind, but not at
 * the top of a page; styles.css turns theirs off.
 */
export function useKeepPlace(block: RefObject<HTMLElement | null>): void {
  const router = useRouter();
  const [entry] = useState(() => router.latestLocation.state.__TSR_key ?? '');
  const [returned] = useState(() => visited.has(entry));
  const height = useRef<number | null>(null);

  // What React changes in the block is made up for at once.
  useLayoutEffect(() => {
    height.current ??= returned ? (block.current?.offsetHeight ?? 0) : 0;
    makeUp(block.current, height);
  });
  useEffect(() => {
    visited.add(entry);
    const element = block.current;
    if (!element) return;
    // What changes otherwise, such as the place of a crud that crumbles.
    const observer = new ResizeObserver(() => makeUp(element, height));
    observer.observe(element);
    // A page visited for the first time is scrolled to its top by the router; its top is
    // what stands below the block.
    const unsubscribe = router.subscribe('onRendered', ({ hrefChanged }) => {
      // A photo that is looked at is a step in the history, too, but no other page.
      if (returned || !hrefChanged) return;
      height.current = 0;
      makeUp(element, height);
    });
    return () => {
      observer.disconnect();
      unsubscribe();
    };
  }, [router, block, entry, returned]);
}

function makeUp(element: HTMLElement | null, height: RefObject<number | null>): void {
  if (!element) return;
  const change = element.offsetHeight - (height.current ?? 0);
  if (change === 0) return;
  height.current = element.offsetHeight;
  window.scrollBy({ top: change, behavior: 'instant' });
}
