import type { QueryClient } from '@tanstack/react-query';
import { walk } from './cache-walk';
import type { People } from './follow-cache';
import { keys } from './keys';
import type { Activity, Author, Me, User, UserSummary } from './models';

/** Shows one's own profile as it is now, wherever the person appears. */
export function putMe(client: QueryClient, me: Me): void {
  client.setQueryData(keys.me, me);
  client.setQueryData<User | null>(keys.user(me.handle), (user) => user && publicPart(me));
  walk(client, (activity) => signed(activity, me));
  client.setQueriesData<People>({ queryKey: ['people'] }, (people) => people && listed(people, me));
}

function publicPart(me: Me): User {
  const user: User & Partial<Me> = { ...me };
  delete user.default_ttl;
  return user;
}

function signed(activity: Activity, me: Me): Activity {
  if (activity.author.handle !== me.handle) return activity;
  const { handle, display_name, avatar } = me;
  const author: Author = { handle, display_name, ...(avatar && { avatar }) };
  return { ...activity, author };
}

function listed(people: People, me: Me): People {
  const { handle, display_name, bio, avatar } = me;
  const summary: UserSummary = { handle, display_name, bio, ...(avatar && { avatar }) };
  const items = (all: UserSummary[]) => all.map((one) => (one.handle === handle ? summary : one));
  const pages = people.pages.map((page) => ({ ...page, items: items(page.items) }));
  return { ...people, pages };
}
