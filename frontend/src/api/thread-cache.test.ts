import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { anActivity, aPlace, aReply, aStone } from '@/testing/data';
import { removeActivity, type Timeline } from './activity-cache';
import type { Thread } from './cache-walk';
import { keys } from './keys';
import type { Activity, ThreadItem } from './models';
import { addReply, countReply } from './thread-cache';

const ASKED_AT = 1_000;

const threadOf = (...items: ThreadItem[]): Thread => ({
  pages: [{ items: items.slice(0, 1), next_cursor: 'more' }, { items: items.slice(1) }],
  pageParams: [undefined, 'more'],
});
const timelineOf = (...items: Activity[]): Timeline => ({
  pages: [{ items }],
  pageParams: [undefined],
});
const placesIn = (client: QueryClient, key: readonly unknown[]) =>
  client.getQueryData<Thread>(key)?.pages.flatMap((page) => page.items) ?? [];

/** A crud with two replies, cached in every way there is. */
function filled() {
  const client = new QueryClient();
  const root = anActivity({ replies_count: 2 });
  const [first, second] = [aReply(root, { replies_count: 1 }), aReply(root)];
  client.setQueryData(keys.publicFeed, timelineOf(root), { updatedAt: ASKED_AT });
  client.setQueryData(keys.publicFeedHead, { items: [root] });
  client.setQueryData(keys.activity(root.id), root);
  const replies = threadOf(aPlace(first), aPlace(second));
  client.setQueryData(keys.replies(root.id), replies, { updatedAt: ASKED_AT });
  client.setQueryData(keys.ancestors(first.id), threadOf(aPlace(root)));
  return { client, root, first, second };
}

describe('addReply', () => {
  it('puts the reply last and counts it on every copy of what it replies to', () => {
    const { client, root, first, second } = filled();
    const reply = aReply(root);
    addReply(client, reply);
    const ids = placesIn(client, keys.replies(root.id)).map((item) => item.id);
    expect(ids).toEqual([first.id, second.id, reply.id]);
    expect(client.getQueryData(keys.activity(root.id))).toMatchObject({ replies_count: 3 });
    expect(client.getQueryData(keys.activity(reply.id))).toEqual(reply);
    expect(client.getQueryData<Timeline>(keys.publicFeed)?.pages[0]?.items[0]?.replies_count).toBe(
      3,
    );
    const [above] = placesIn(client, keys.ancestors(first.id));
    expect(above).toMatchObject({ replies_count: 3, activity: { replies_count: 3 } });
  });

  it('changes nothing when the reply is known already', () => {
    const { client, root, second } = filled();
    addReply(client, second);
    expect(placesIn(client, keys.replies(root.id))).toHaveLength(2);
    expect(client.getQueryData(keys.activity(root.id))).toMatchObject({ replies_count: 2 });
  });

  it('does not make what is cached look younger than it is', () => {
    const { client, root } = filled();
    addReply(client, aReply(root));
    expect(client.getQueryState(keys.replies(root.id))?.dataUpdatedAt).toBe(ASKED_AT);
    expect(client.getQueryState(keys.publicFeed)?.dataUpdatedAt).toBe(ASKED_AT);
  });
});

describe('countReply', () => {
  it('counts on stones too, and never below nothing', () => {
    const client = new QueryClient();
    const stone = aStone({ replies_count: 1 });
    client.setQueryData(keys.replies('root'), threadOf(stone));
    countReply(client, stone.id, -1);
    countReply(client, stone.id, -1);
    expect(placesIn(client, keys.replies('root'))).toEqual([{ ...stone, replies_count: 0 }]);
  });
});

describe('removeActivity in a thread', () => {
  it('leaves a stone without words where there are replies, and nothing elsewhere', () => {
    const { client, root, first, second } = filled();
    removeActivity(client, first);
    removeActivity(client, second);
    const { id, created_at } = first;
    expect(placesIn(client, keys.replies(root.id))).toEqual([{ id, created_at, replies_count: 1 }]);
    expect(client.getQueryData(keys.activity(root.id))).toEqual(root);
  });

  it('takes the whole thread with the crud it began with', () => {
    const { client, root, first, second } = filled();
    client.setQueryData(keys.activity(second.id), second);
    removeActivity(client, root);
    expect(client.getQueryData(keys.activity(second.id))).toBeNull();
    const cached = JSON.stringify(
      client
        .getQueryCache()
        .getAll()
        .map(({ state }) => state.data),
    );
    for (const { message } of [root, first, second]) expect(cached).not.toContain(`"${message}"`);
  });

  it('counts only what began a thread as one of its author’s cruds', () => {
    const { client, root, first } = filled();
    client.setQueryData(keys.user('nova'), { handle: 'nova', cruds_count: 5 });
    removeActivity(client, first);
    expect(client.getQueryData(keys.user('nova'))).toMatchObject({ cruds_count: 5 });
    removeActivity(client, root);
    expect(client.getQueryData(keys.user('nova'))).toMatchObject({ cruds_count: 4 });
  });
});
