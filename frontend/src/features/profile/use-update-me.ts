import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Timeline } from '@/api/activity-cache';
import { useApi } from '@/api/api-context';
import { unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import type { Activity, Me, UpdateMe, User } from '@/api/models';
import { useAnnounce } from '@/lib/page';

/** Saves the profile and shows it at once wherever the person appears. */
export function useUpdateMe(onSaved: () => void) {
  const api = useApi();
  const client = useQueryClient();
  const announce = useAnnounce();
  return useMutation({
    mutationFn: (body: UpdateMe) => unwrap(api.asMe.PATCH('/api/me', { body })),
    onSuccess: (me) => {
      client.setQueryData(keys.me, me);
      client.setQueryData<User | null>(keys.user(me.handle), (user) => user && publicPart(me));
      client.setQueriesData<Timeline>({ queryKey: ['timeline'] }, (timeline) =>
        renamed(timeline, me),
      );
      client.setQueriesData<Activity | null>({ queryKey: ['activity'] }, (activity) =>
        activity ? signed(activity, me) : activity,
      );
      announce('Profile saved');
      onSaved();
    },
  });
}

function publicPart(me: Me): User {
  const user: User & Partial<Me> = { ...me };
  delete user.default_ttl;
  return user;
}

function renamed(timeline: Timeline | undefined, me: Me): Timeline | undefined {
  if (!timeline) return timeline;
  const pages = timeline.pages.map((page) => ({
    ...page,
    items: page.items.map((item) => signed(item, me)),
  }));
  return { ...timeline, pages };
}

function signed(activity: Activity, me: Me): Activity {
  if (activity.author.handle !== me.handle) return activity;
  return { ...activity, author: { handle: me.handle, display_name: me.display_name } };
}
