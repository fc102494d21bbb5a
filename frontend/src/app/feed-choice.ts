/** The feeds of the front page: whom one follows, and everybody. */
export type FeedName = 'following' | 'everybody';

const KEY = 'cruddur.feed';

/** True when `value` names one of them. */
export function isFeedName(value: unknown): value is FeedName {
  return value === 'following' || value === 'everybody';
}

/** The feed that was read last; the followed ones at first. */
export function rememberedFeed(): FeedName {
  return window.localStorage.getItem(KEY) === 'everybody' ? 'everybody' : 'following';
}

/** Keeps the choice for the next visit. */
export function rememberFeed(feed: FeedName): void {
  if (feed === 'everybody') window.localStorage.setItem(KEY, feed);
  else window.localStorage.removeItem(KEY);
}
