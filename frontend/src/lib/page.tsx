import { createContext, useContext, useEffect } from 'react';

/** Says a sentence to people who listen to the page. */
export type Announce = (message: string) => void;

export const AnnounceContext = createContext<Announce>(() => undefined);

/** For news that has no place on screen where focus is: "Posted", "3 new cruds". */
export function useAnnounce(): Announce {
  return useContext(AnnounceContext);
}

/** Names the page in the tab, and by that in history and to screen readers. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = title === 'Cruddur' ? title : `${title} · Cruddur`;
  }, [title]);
}
