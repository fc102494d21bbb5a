import type { Activity, Me, User } from '@/api/models';

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
    expires_at: new Date(createdAt + 7 * 24 * 3600_000).toISOString(),
    ...change,
  };
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
    created_at: '2026-02-03T10:00:00Z',
    ...change,
  };
}

/** The person who is signed in. */
export function aMe(change: Partial<Me> = {}): Me {
  return { ...aUser(), default_ttl: '7-days', ...change };
}
