import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { aMe, anActivity, aUser } from '@/testing/data';
import { addActivity, mergeHead, removeActivity, type Timeline } from './activity-cache';
import { cachedActivities } from './cache-walk';
import { keys } from './keys';
import type { Activity } from './models';

const timelineOf = (...items: Activity[]): Timeline => ({
  pages: [{ items, next_cursor: 'more' }],
  pageParams: [undefined],
});
const idsOf = (timeline?: Timeline) =>
  timeline?.pages.flatMap((page) => page.items).map((a) => a.id);

function filledClient(...items: Activity[]): QueryClient {
  const client = new QueryClient();
  client.setQueryData(keys.publicFeed, timelineOf(...items));
  client.setQueryData(keys.userTimeline('nova'), timelineOf(...items));
  client.setQueryData(keys.user('Nova'), aUser({ cruds_count: 3 }));
  client.setQueryData(keys.me, aMe({ cruds_count: 3 }));
  return client;
}

describe('removeActivity', () => {
  it('leaves the crud nowhere', () => {
    const [keep, gone] = [anActivity(), anActivity()];
    const client = filledClient(gone, keep);
    client.setQueryData(keys.activity(gone.id), gone);
    removeActivity(client, gone);
    expect(cachedActivities(client).map((a) => a.id)).toEqual([keep.id]);
    expect(client.getQueryData(keys.activity(gone.id))).toBeNull();
    expect(client.getQueryData(keys.user('nova'))).toMatchObject({ cruds_count: 2 });
    expect(client.getQueryData(keys.me)).toMatchObject({ cruds_count: 2 });
  });
});

describe('addActivity', () => {
  it('puts the crud on top of every list it belongs to', () => {
    const old = anActivity();
    const client = filledClient(old);
    const posted = anActivity();
    addActivity(client, posted);
    expect(idsOf(client.getQueryData(keys.publicFeed))).toEqual([posted.id, old.id]);
    expect(idsOf(client.getQueryData(keys.userTimeline('nova')))).toEqual([posted.id, old.id]);
    expect(client.getQueryData(keys.user('nova'))).toMatchObject({ cruds_count: 4 });
  });
});

describe('mergeHead', () => {
  const cruds = Array.from({ length: 6 }, () => anActivity()).reverse() as [
    Activity,
    Activity,
    Activity,
    Activity,
    Activity,
    Activity,
  ];
  const [a, b, c, d, e, f] = cruds;

  it('joins without doubles and keeps what lies below', () => {
    const merged = mergeHead(timelineOf(b, c, d, e, f), { items: [a, b, c], next_cursor: 'x' });
    expect(idsOf(merged)).toEqual(cruds.map((crud) => crud.id));
  });

  it('drops what was deleted within reach of the newest page', () => {
    const merged = mergeHead(timelineOf(a, b, c, d), { items: [a, c], next_cursor: 'x' });
    expect(idsOf(merged)).toEqual([a.id, c.id, d.id]);
  });

  it('begins anew when cruds in between are missing', () => {
    const merged = mergeHead(timelineOf(e, f), { items: [a, b], next_cursor: 'x' });
    expect(idsOf(merged)).toEqual([a.id, b.id]);
    expect(merged.pages).toHaveLength(1);
  });
});
