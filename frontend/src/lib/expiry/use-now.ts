import { useEffect, useState } from 'react';
import { useExpiry } from './expiry-context';

/** The server's time, looked at again every so many milliseconds. */
export function useNow(every: number): number {
  const { clock, ticker } = useExpiry();
  const [now, setNow] = useState(() => clock.now());

  useEffect(() => {
    const seat = ticker.subscribe((tickedAt) => {
      setNow(tickedAt);
      return every;
    });
    return seat.stop;
  }, [ticker, every]);

  return now;
}
