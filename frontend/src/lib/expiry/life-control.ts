import { createContext, useContext } from 'react';
import type { Activity } from '@/api/models';

/** What an author may do to the life of a crud that began a thread. */
export interface LifeControl {
  /** Asks for another life. */
  changeLife: (activity: Activity) => void;
  /** Lets it end in ten seconds, with a way back until then. */
  burnNow: (activity: Activity) => void;
}

export const LifeControlContext = createContext<LifeControl | null>(null);

/** The lives of one's own cruds, from anywhere in the app. */
export function useLifeControl(): LifeControl {
  const control = useContext(LifeControlContext);
  if (!control) throw new Error('useLifeControl needs a LifeControlContext above it.');
  return control;
}
