import { useEffect, useState, type RefObject } from 'react';
import { onVisibilityChange } from '@/lib/visibility';
import { burnAt, untilNextChange, type Burn } from './burn';
import { useExpiry } from './expiry-context';

/**
 * How something burns now. It renders anew only when its picture changes and can be seen. Times
 * are in milliseconds by the server's clock.
 */
export function useCountdown(
  startsAt: number,
  expiresAt: number,
  element: RefObject<Element | null>,
): Burn {
  const { clock, ticker } = useExpiry();
  const [now, setNow] = useState(() => clock.now());

  useEffect(() => {
    let visible = true;
    const seat = ticker.subscribe((tickedAt) => {
      setNow(tickedAt);
      const burn = burnAt(startsAt, expiresAt, tickedAt);
      if (burn.left === 0) return Number.POSITIVE_INFINITY;
      return visible ? untilNextChange(burn, startsAt, expiresAt) : burn.left;
    });
    const unwatch = onVisibilityChange(element.current, (isVisible) => {
      visible = isVisible;
      seat.wake();
    });
    return () => {
      unwatch();
      seat.stop();
    };
  }, [ticker, element, startsAt, expiresAt]);

  return burnAt(startsAt, expiresAt, now);
}
