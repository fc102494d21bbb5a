import { createContext, useContext } from 'react';
import type { LifeWatch } from './life-watch';
import type { ServerClock } from './server-clock';
import type { Ticker } from './ticker';

/** What counting down needs: the server's clock, the timer all share, and news of lives that change. */
export interface Expiry {
  clock: ServerClock;
  ticker: Ticker;
  lives: LifeWatch;
}

export const ExpiryContext = createContext<Expiry | null>(null);

/** The clock, the ticker and the watch on lives of this app. */
export function useExpiry(): Expiry {
  const expiry = useContext(ExpiryContext);
  if (!expiry) throw new Error('useExpiry needs an ExpiryContext above it.');
  return expiry;
}
