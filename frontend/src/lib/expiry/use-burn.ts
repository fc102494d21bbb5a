import { useEffect, type RefObject } from 'react';
import type { Activity } from '@/api/models';
import { onVisibilityChange } from '@/lib/visibility';
import type { Burn } from './burn';
import { useExpiry } from './expiry-context';
import { useCountdown } from './use-countdown';

/** What burns: a crud, or as much of it as counting down needs. */
export type Burning = Pick<Activity, 'id' | 'life_starts_at' | 'expires_at'>;

/** How a crud burns now; while it can be seen, its life is watched. */
export function useBurn(burning: Burning, element: RefObject<Element | null>): Burn {
  const { lives } = useExpiry();
  const { id } = burning;

  useEffect(() => {
    let unwatchLife = lives.watch(id);
    const unwatch = onVisibilityChange(element.current, (isVisible) => {
      unwatchLife();
      if (isVisible) unwatchLife = lives.watch(id);
    });
    return () => {
      unwatch();
      unwatchLife();
    };
  }, [lives, element, id]);

  return useCountdown(Date.parse(burning.life_starts_at), Date.parse(burning.expires_at), element);
}
