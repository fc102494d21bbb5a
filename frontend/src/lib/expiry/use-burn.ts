import { useEffect, useState, type RefObject } from 'react';
import type { Activity } from '@/api/models';
import { onVisibilityChange } from '@/lib/visibility';
import { burnAt, untilNextChange, type Burn } from './burn';
import { useExpiry } from './expiry-context';

/** How a crud burns now; it renders anew only when its picture changes and can be seen. */
export function useBurn(activity: Activity, element: RefObject<Element | null>): Burn {
  const { clock, ticker } = useExpiry();
  const createdAt = Date.parse(activity.created_at);
  const expiresAt = Date.parse(activity.expires_at);
  const [now, setNow] = useState(() => clock.now());

  useEffect(() => {
    let visible = true;
    const seat = ticker.subscribe((tickedAt) => {
      setNow(tickedAt);
      const burn = burnAt(createdAt, expiresAt, tickedAt);
      if (burn.left === 0) return Number.POSITIVE_INFINITY;
      return visible ? untilNextChange(burn, createdAt, expiresAt) : burn.left;
    });
    const unwatch = onVisibilityChange(element.current, (isVisible) => {
      visible = isVisible;
      seat.wake();
    });
    return () => {
      unwatch();
      seat.stop();
    };
  }, [ticker, element, createdAt, expiresAt]);

  return burnAt(createdAt, expiresAt, now);
}
