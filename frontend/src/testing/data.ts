import type { Activity, Life, Me, ThreadItem, User } from '@/api/models';

let made = 0;

/** A crud of a week's life, posted a minute ago, newer ones first made last. */
export function anActivity(change: Partial<Activity> = {}): Activity {
  made++;
  const createdAt = Date.now() - 60_000 + made;
  return {
    id: `0190a000-0000-7000-8000-${String(made).padStart(12, '0')}`,
    author: { handle: 'nova', display_name: 'Nova Okafor' },
    message: `Crud number ${made}`,
    created_at: new Date(createdAt).toISOString(),
    life_starts_at: change.created_at ?? new Date(createdAt).toISOString(),
    expires_at: new Date(createdAt + 7 * 24 * 3600_000).toISOString(),
    replies_count: 0,
    ...change,
  };
}

/** A reply to `parent`, in its thread and with its life. */
export function aReply(parent: Activity, change: Partial<Activity> = {}): Activity {
  const { life_starts_at, expires_at } = parent;
  const root = parent.root ?? parent.id;
  return anActivity({ life_starts_at, expires_at, root, reply_to: parent.id, ...change });
}

/** A crud's place in a thread. */
export function aPlace(activity: Activity): ThreadItem {
  const { id, created_at, replies_count } = activity;
  return { id, created_at, replies_count, activity };
}

/** The stone where a crud was. */
export function aStone(change: Partial<ThreadItem> = {}): ThreadItem {
  const { id, created_at, replies_count } = anActivity();
  return { id, created_at, replies_count, ...change };
}

/** How long a crud lives. */
export function lifeOf({ id, life_starts_at, expires_at, replies_count }: Activity): Life {
  return { id, life_starts_at, expires_at, replies_count };
}

/** A person others see. */
export function aUser(change: Partial<User> = {}): User {
  return {
    handle: 'nova',
    display_name: 'Nova Okafor',
    bio: '',
    location: '',
    website: '',
    cruds_count: 3,
    followers_count: 3,
    following_count: 12,
    created_at: '2026-02-03T10:00:00Z',
    ...change,
  };
}

/** The person who is signed in. */
export function aMe(change: Partial<Me> = {}): Me {
  return { ...aUser(), default_ttl: '7-days', ...change };
}
