import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it, vi } from 'vitest';
import { anActivity, aPlace, aReply, lifeOf } from '@/testing/data';
import type { Timeline } from './activity-cache';
import { cachedActivities, type Thread } from './cache-walk';
import { keys } from './keys';
import { applyLife, applyLives } from './life-cache';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const life = { life_starts_at: '2026-03-01T12:00:00Z', expires_at: '2026-03-01T15:00:00Z' };

function filled() {
  const client = new QueryClient();
  const root = anActivity({ expires_at: '2026-03-08T00:00:00Z' });
  const other = anActivity({ expires_at: '2026-03-08T00:00:00Z' });
  const reply = aReply(root);
  const timeline: Timeline = { pages: [{ items: [other, root] }], pageParams: [undefined] };
  const thread: Thread = { pages: [{ items: [aPlace(reply)] }], pageParams: [undefined] };
  client.setQueryData(keys.publicFeed, timeline, { updatedAt: 1_000 });
  client.setQueryData(keys.activity(root.id), root);
  client.setQueryData(keys.replies(root.id), thread);
  const lifeNow = (id: string) => cachedActivities(client).find((activity) => activity.id === id);
  return { client, root, other, reply, lifeNow };
}

describe('applyLife', () => {
  it('reaches the crud everywhere, and its thread, but no other', () => {
    const { client, root, other, reply, lifeNow } = filled();
    applyLife(client, root.id, life);
    expect(client.getQueryData(keys.activity(root.id))).toMatchObject(life);
    const shown = client.getQueryData<Timeline>(keys.publicFeed)?.pages[0]?.items;
    expect(shown?.[1]).toMatchObject(life);
    expect(lifeNow(reply.id)).toMatchObject(life);
    expect(lifeNow(other.id)).toEqual(other);
  });
});

describe('applyLives', () => {
  it('touches nothing, and so renders nothing, when nothing has changed', () => {
    const { client, root, other, reply } = filled();
    const changed = vi.fn();
    client.getQueryCache().subscribe(({ type }) => {
      if (type === 'updated') changed();
    });
    const asked = [root, other, reply];
    applyLives(
      client,
      asked.map(({ id }) => id),
      asked.map(lifeOf),
      NOW,
    );
    expect(changed).not.toHaveBeenCalled();
  });

  it('replaces only the cruds whose life or count has changed', () => {
    const { client, root, other, reply, lifeNow } = filled();
    const lives = [lifeOf(root), { ...lifeOf(other), replies_count: 7 }];
    applyLives(client, [root.id, other.id], lives, NOW);
    expect(lifeNow(other.id)).toEqual({ ...other, replies_count: 7 });
    expect(lifeNow(root.id)).toBe(root);
    expect(lifeNow(reply.id)).toBe(reply);
    expect(client.getQueryState(keys.publicFeed)?.dataUpdatedAt).toBe(1_000);
  });

  it('gives a thread the life of the crud it began with, and no reply its count', () => {
    const { client, root, reply, lifeNow } = filled();
    applyLives(client, [root.id], [{ id: root.id, ...life, replies_count: 9 }], NOW);
    expect(lifeNow(reply.id)).toEqual({ ...reply, ...life });
  });

  it('ends what was asked for and is not in the answer, and its thread, now', () => {
    const { client, root, other, reply, lifeNow } = filled();
    applyLives(client, [root.id, other.id], [lifeOf(other)], NOW);
    for (const { id } of [root, reply]) {
      expect(Date.parse(lifeNow(id)?.expires_at ?? '')).toBe(NOW);
    }
    expect(lifeNow(other.id)).toBe(other);
  });

  it('lets nothing live again that has ended meanwhile', () => {
    const { client, other, lifeNow } = filled();
    applyLife(client, other.id, { ...life, expires_at: '2026-03-01T11:59:00Z' });
    applyLives(client, [other.id], [], NOW);
    expect(lifeNow(other.id)?.expires_at).toBe('2026-03-01T11:59:00Z');
  });
});
