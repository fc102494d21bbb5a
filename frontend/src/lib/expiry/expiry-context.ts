import { createContext, useContext } from 'react';
import type { ServerClock } from './server-clock';
import type { Ticker } from './ticker';

/** What counting down needs: the server's clock, and the timer all share. */
export interface Expiry {
  clock: ServerClock;
  ticker: Ticker;
}

export const ExpiryContext = createContext<Expiry | null>(null);

/** The clock and the ticker of this app. */
export function useExpiry(): Expiry {
  const expiry = useContext(ExpiryContext);
  if (!expiry) throw new Error('useExpiry needs an ExpiryContext above it.');
  return expiry;
}
