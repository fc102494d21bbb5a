import type { Api } from '@/api/client';
import { unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import type { ActivityPage } from '@/api/models';

/** A list of cruds: where it is cached, and how a page of it is asked for. */
export interface Feed {
  key: readonly unknown[];
  fetchPage: (cursor: string | undefined, signal: AbortSignal) => Promise<ActivityPage>;
}

/** Everybody's cruds. */
export function publicFeed(api: Api): Feed {
  return {
    key: keys.publicFeed,
    fetchPage: (cursor, signal) => {
      const query = cursor ? { cursor } : {};
      return unwrap(api.asAnyone.GET('/api/feeds/public', { params: { query }, signal }));
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
