import { useEffect, useState, type RefObject } from 'react';
import type { Activity } from '@/api/models';
import { onVisibilityChange } from '@/lib/visibility';
import { burnAt, untilNextChange, type Burn } from './burn';
import { useExpiry } from './expiry-context';

/** What burns: a crud, or as much of it as counting down needs. */
export type Burning = Pick<Activity, 'id' | 'life_starts_at' | 'expires_at'>;

/**
 * How a crud burns now. It renders anew only when its picture changes and can be seen; while
 * it can, its life is watched.
 */
export function useBurn(burning: Burning, element: RefObject<Element | null>): Burn {
  const { clock, ticker, lives } = useExpiry();
  const { id } = burning;
  const startsAt = Date.parse(burning.life_starts_at);
  const expiresAt = Date.parse(burning.expires_at);
  const [now, setNow] = useState(() => clock.now());

  useEffect(() => {
    let visible = true;
    const seat = ticker.subscribe((tickedAt) => {
      setNow(tickedAt);
      const burn = burnAt(startsAt, expiresAt, tickedAt);
      if (burn.left === 0) return Number.POSITIVE_INFINITY;
      return visible ? untilNextChange(burn, startsAt, expiresAt) : burn.left;
    });
    let unwatchLife = lives.watch(id);
    const unwatch = onVisibilityChange(element.current, (isVisible) => {
      visible = isVisible;
      seat.wake();
      unwatchLife();
      if (isVisible) unwatchLife = lives.watch(id);
    });
    return () => {
      unwatch();
      unwatchLife();
      seat.stop();
    };
  }, [ticker, lives, element, id, startsAt, expiresAt]);

  return burnAt(startsAt, expiresAt, now);
}
