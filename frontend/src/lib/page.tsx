import { createContext, useContext, useEffect } from 'react';

/** Says a sentence to people who listen to the page. */
export type Announce = (message: string) => void;

export const AnnounceContext = createContext<Announce>(() => undefined);

/** For news that has no place on screen where focus is: "Posted", "3 new cruds". */
export function useAnnounce(): Announce {
  return useContext(AnnounceContext);
}

/** How much is new, in front of every page's title. */
export const TabBadgeContext = createContext(0);

/** Names the page in the tab, and by that in history and to screen readers. */
export function usePageTitle(title: string): void {
  const news = useContext(TabBadgeContext);
  useEffect(() => {
    const badge = news > 0 ? `(${news}) ` : '';
    document.title = badge + (title === 'Cruddur' ? title : `${title} · Cruddur`);
  }, [title, news]);
}
