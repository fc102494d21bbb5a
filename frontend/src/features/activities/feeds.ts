import type { Api } from '@/api/client';
import { unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import type { ActivityPage } from '@/api/models';

/** A list of cruds: where it is cached, and how a page of it is asked for. */
export interface Feed {
  key: readonly unknown[];
  /** Where its newest page is cached, for feeds that are looked at anew. */
  headKey?: readonly unknown[];
  /** Where it is marked as another feed than was fetched, for those that can become one. */
  changedKey?: readonly unknown[];
  fetchPage: (cursor: string | undefined, signal: AbortSignal) => Promise<ActivityPage>;
}

/** A feed that is looked at anew while it is on screen. */
export type LiveFeed = Feed & Required<Pick<Feed, 'headKey'>>;

/** True for a feed whose newest page is asked for again and again. */
export function isLive(feed: Feed): feed is LiveFeed {
  return feed.headKey !== undefined;
}

/** Everybody's cruds. */
export function publicFeed(api: Api): Feed {
  return {
    key: keys.publicFeed,
    headKey: keys.publicFeedHead,
    fetchPage: (cursor, signal) => {
      const query = cursor ? { cursor } : {};
      return unwrap(api.asAnyone.GET('/api/feeds/public', { params: { query }, signal }));
    },
  };
}

/** The cruds of those whom the caller follows, and their own. */
export function homeFeed(api: Api): Feed {
  return {
    key: keys.homeFeed,
    headKey: keys.homeFeedHead,
    changedKey: keys.homeChanged,
    fetchPage: (cursor, signal) => {
      const query = cursor ? { cursor } : {};
      return unwrap(api.asMe.GET('/api/feeds/home', { params: { query }, signal }));
    },
  };
}

/** One person's cruds. */
export function userFeed(api: Api, handle: string): Feed {
  return {
    key: keys.userTimeline(handle),
    fetchPage: (cursor, signal) => {
      const params = { path: { handle }, query: cursor ? { cursor } : {} };
      return unwrap(api.asAnyone.GET('/api/users/{handle}/activities', { params, signal }));
    },
  };
}
