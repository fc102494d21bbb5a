import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Session, SessionState } from './session';

export const SessionContext = createContext<Session | null>(null);

/** The session itself, to sign in and out. */
export function useSessionControl(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSessionControl needs a SessionContext above it.');
  return session;
}

/** Who is here; renders anew when that changes. */
export function useSession(): SessionState {
  const session = useSessionControl();
  return useSyncExternalStore(session.subscribe, () => session.state);
}
