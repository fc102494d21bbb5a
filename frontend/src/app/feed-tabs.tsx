import { useNavigate } from '@tanstack/react-router';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { Tab, Tabs } from '@/components/tabs';
import { scrollBehavior } from '@/lib/motion';
import { rememberFeed, type FeedName } from './feed-choice';

/** The two feeds of the front page. `named` is set when the address says which. */
export function FeedTabs({ feed, named }: { feed: FeedName; named: boolean }) {
  const leave = usePlaces(feed);
  useNameInAddress(feed, named);
  const choose = (chosen: FeedName) => () => {
    leave(chosen);
    rememberFeed(chosen);
  };
  return (
    <Tabs label="Feeds">
      <Tab
        to="/"
        replace
        resetScroll={false}
        current={feed === 'following'}
        onClick={choose('following')}
      >
        Following
      </Tab>
      <Tab
        to="/"
        search={{ feed: 'everybody' }}
        replace
        resetScroll={false}
        current={feed === 'everybody'}
        onClick={choose('everybody')}
      >
        Everybody
      </Tab>
    </Tabs>
  );
}

// Where each feed was left; as long as the app itself, like the lists in the query cache.
const places = new Map<FeedName, number>();

/** Each feed is found again where it was left; choosing the open one goes to its top. */
function usePlaces(feed: FeedName): (chosen: FeedName) => void {
  const shown = useRef(feed);
  useLayoutEffect(() => {
    if (shown.current === feed) return;
    shown.current = feed;
    window.scrollTo(0, places.get(feed) ?? 0);
  }, [feed]);
  return (chosen) => {
    if (chosen === feed) window.scrollTo({ top: 0, behavior: scrollBehavior() });
    else places.set(feed, window.scrollY);
  };
}

/** Who comes to the front page as such finds the feed read last; then the address says so too. */
function useNameInAddress(feed: FeedName, named: boolean): void {
  const navigate = useNavigate();
  useEffect(() => {
    if (named || feed === 'following') return;
    void navigate({ to: '/', search: { feed }, replace: true, resetScroll: false });
  }, [navigate, feed, named]);
}
