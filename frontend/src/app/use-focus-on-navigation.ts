import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useAnnounce } from '@/lib/page';

/**
 * After a navigation focus goes to the page's heading, as it would on a page load, or to where
 * the page says that it starts; and the new title is announced.
 */
export function useFocusOnNavigation(): void {
  const router = useRouter();
  const announce = useAnnounce();
  useEffect(
    () =>
      router.subscribe('onRendered', ({ pathChanged, fromLocation }) => {
        if (!pathChanged || !fromLocation) return;
        // Effects that name the page run first.
        setTimeout(() => {
          const start = document.querySelector<HTMLElement>('main [data-start]');
          const heading = document.querySelector<HTMLElement>('main h1');
          (start ?? heading)?.focus({ preventScroll: true });
          announce(document.title);
        });
      }),
    [router, announce],
  );
}
