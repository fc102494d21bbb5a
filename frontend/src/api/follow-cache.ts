import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { removeAuthor, type Timeline } from './activity-cache';
import { keys } from './keys';
import type { Me, User, UserPage, UserSummary } from './models';

/** A list of people as the query cache holds it. */
export type People = InfiniteData<UserPage, string | undefined>;

/**
 * Writes the server's answer to a follow or an unfollow wherever the person appears, and
 * lets what it changes elsewhere be asked for again.
 */
export function putFollowed(client: QueryClient, user: User): void {
  // An answer from before, still on its way, must not undo this one.
  void client.cancelQueries({ queryKey: keys.user(user.handle) });
  client.setQueryData<User | null>(keys.user(user.handle), user);
  client.setQueriesData<People>({ queryKey: ['people'] }, (people) => withViewer(people, user));
  const me = client.getQueryData<Me>(keys.me);
  if (me) {
    // How many I follow is on my own profile, and who they are in my own list.
    void client.invalidateQueries({ queryKey: keys.me });
    void client.invalidateQueries({ queryKey: keys.user(me.handle) });
    void client.invalidateQueries({
      queryKey: keys.people(me.handle, 'following'),
      refetchType: 'none',
    });
  }
  void client.invalidateQueries({
    queryKey: keys.people(user.handle, 'followers'),
    refetchType: 'none',
  });
  renewHome(client, user);
}

/**
 * The home feed is another one now. A list that somebody may come back to keeps its place
 * all the same: it is only marked, and begins anew with what its head brings (useNewCruds).
 */
function renewHome(client: QueryClient, user: User): void {
  const onScreen = client.getQueryCache().find({ queryKey: keys.homeFeed })?.isActive() ?? false;
  if (!user.viewer?.following && !onScreen) {
    client.setQueryData<Timeline>(keys.homeFeed, (timeline) => removeAuthor(timeline, user.handle));
  }
  client.setQueryData<boolean>(keys.homeChanged, true);
  client.removeQueries({ queryKey: keys.homeFeedHead, type: 'inactive' });
  void client.invalidateQueries({ queryKey: keys.homeFeedHead });
}

function withViewer(people: People | undefined, user: User): People | undefined {
  if (!people) return people;
  const handle = user.handle.toLowerCase();
  const seen = (item: UserSummary): UserSummary =>
    item.handle.toLowerCase() === handle && user.viewer ? { ...item, viewer: user.viewer } : item;
  const pages = people.pages.map((page) => ({ ...page, items: page.items.map(seen) }));
  return { ...people, pages };
}
