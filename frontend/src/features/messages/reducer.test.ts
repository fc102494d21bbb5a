import { describe, expect, it } from 'vitest';
import type { Message, MessageGroup } from '@/api/messages';
import {
  aGroup,
  aMember,
  aMessage,
  GROUP,
  listOf,
  messageId,
  mine,
  previewOf,
  threadOf,
} from '@/testing/messages';
import { inOrder } from './groups';
import { reduce, type GroupFrame, type Known } from './reducer';

const nothing: Known = {
  groups: undefined,
  group: undefined,
  thread: undefined,
  unread: undefined,
};

/** Everything is known of a conversation whose newest message is the second. */
function known(change: Partial<MessageGroup> = {}, unread = 0): Known {
  const [first, second] = [aMessage(1), aMessage(2)];
  const group = aGroup({
    last_message: previewOf(second),
    last_message_at: second.created_at,
    last_read_id: second.id,
    ...change,
  });
  return { groups: listOf(group), group, thread: threadOf(first, second), unread };
}

const comes = (message: Message): GroupFrame => ({ type: 'message', group_id: GROUP, message });
const edited = (message: Message): GroupFrame => ({
  type: 'message_edited',
  group_id: GROUP,
  message,
});
const deleted = (number: number): GroupFrame => ({
  type: 'message_deleted',
  group_id: GROUP,
  message_id: messageId(number),
});
const read = (handle: string, number: number): GroupFrame => ({
  type: 'read',
  group_id: GROUP,
  handle,
  message_id: messageId(number),
});

/** What is known after these frames, for Nova. */
function after(before: Known, ...frames: GroupFrame[]): Known {
  return frames.reduce((state, frame) => reduce(state, frame, 'nova').known, before);
}
const texts = ({ thread }: Known) => thread?.messages.map(({ message }) => message);
const listed = ({ groups }: Known) => groups?.pages[0]?.items[0];

describe('a message', () => {
  it('takes its place by its id, not by when it came', () => {
    const state = after(known(), comes(aMessage(5)), comes(aMessage(3)), comes(aMessage(4)));
    expect(texts(state)).toEqual([1, 2, 3, 4, 5].map((number) => `Message ${number}`));
    expect(listed(state)?.last_message?.id).toBe(messageId(5));
  });

  it('that came before changes nothing, and counts once', () => {
    const once = after(known(), comes(aMessage(3)));
    const twice = after(once, comes(aMessage(3)), comes(aMessage(2)));
    expect(twice.thread).toBe(once.thread);
    expect(twice.groups).toBe(once.groups);
    expect(listed(twice)?.unread_count).toBe(1);
    expect(twice.unread).toBe(1);
  });

  it('of oneself is not unread, and says that all before was read', () => {
    const state = after(known({ unread_count: 3, last_read_id: messageId(1) }, 1), comes(mine(3)));
    expect(listed(state)).toMatchObject({ unread_count: 0, last_read_id: messageId(3) });
    expect(state.unread).toBe(0);
  });

  it('that tells what happened is not unread either', () => {
    const state = after(
      known(),
      comes(aMessage(3, { kind: 'timer', timer: '1-day', message: '' })),
    );
    expect(listed(state)).toMatchObject({ unread_count: 0, last_message: { excerpt: '1-day' } });
  });

  it('that was read elsewhere before it came here is not unread', () => {
    const state = after(known(), read('nova', 3), comes(aMessage(3)));
    expect(listed(state)?.unread_count).toBe(0);
  });

  it('counts in the badge as one conversation, and not where that is muted', () => {
    expect(after(known(), comes(aMessage(3)), comes(aMessage(4))).unread).toBe(1);
    expect(after(known({ muted: true }), comes(aMessage(3))).unread).toBe(0);
  });

  it('of a conversation that isn’t listed is asked for', () => {
    const state = { ...nothing, groups: listOf(), unread: 0 };
    expect(reduce(state, comes(aMessage(1)), 'nova').ask).toEqual(['group', 'unread']);
    expect(reduce(state, comes(mine(1)), 'nova').ask).toEqual(['group']);
    expect(reduce(nothing, comes(aMessage(1)), 'nova')).toEqual({
      known: nothing,
      ask: ['unread'],
    });
  });

  it('puts its conversation on top', () => {
    const quiet = aGroup({
      id: '0190f000-0000-7000-8000-000000000002',
      last_message_at: aMessage(2).created_at,
    });
    const state: Known = { ...nothing, groups: listOf(quiet, aGroup()), unread: 0 };
    const { groups } = after(state, comes(aMessage(3)));
    expect(inOrder(groups).map(({ id }) => id)).toEqual([GROUP, quiet.id]);
  });
});

describe('an edit', () => {
  const edit = (number: number, message: string, at: string) =>
    edited(aMessage(number, { message, edited_at: `2026-11-25T09:00:${at}Z` }));

  it('changes the words in the thread and in the list', () => {
    const state = after(known(), edit(2, 'mended', '10'));
    expect(texts(state)).toEqual(['Message 1', 'mended']);
    expect(listed(state)?.last_message?.excerpt).toBe('mended');
  });

  it('that is older than the one that is known is passed over', () => {
    const state = after(
      known(),
      edit(1, 'second', '20'),
      edit(1, 'first', '10'),
      comes(aMessage(1)),
    );
    expect(texts(state)).toEqual(['second', 'Message 2']);
  });

  it('of what isn’t here brings nothing, and takes no unread place', () => {
    const state = after(known(), edit(7, 'from long ago', '10'));
    expect(texts(state)).toEqual(['Message 1', 'Message 2']);
    expect(listed(state)).toMatchObject({ unread_count: 0, last_message: { id: messageId(2) } });
  });

  it('keeps the key by which it was sent, which only some answers tell', () => {
    const state = after(known(), comes(mine(3, { client_id: 'key' })), comes(mine(3)));
    expect(state.thread?.messages.at(-1)?.client_id).toBe('key');
  });
});

describe('a deletion', () => {
  it('takes the message out, and it doesn’t come back by an answer from before', () => {
    const state = after(known(), deleted(1), comes(aMessage(1)));
    expect(texts(state)).toEqual(['Message 2']);
  });

  it('that comes before its message keeps it out', () => {
    expect(texts(after(known(), deleted(3), comes(aMessage(3))))).toEqual([
      'Message 1',
      'Message 2',
    ]);
  });

  it('of what the list shows asks what is shown now', () => {
    const { known: state, ask } = reduce(known(), deleted(2), 'nova');
    expect(listed(state)?.last_message).toBeUndefined();
    expect(ask).toEqual(['group', 'unread']);
    expect(reduce(known(), deleted(1), 'nova').ask).toEqual([]);
    expect(reduce(known({ unread_count: 2 }), deleted(1), 'nova').ask).toEqual(['group', 'unread']);
  });
});

describe('a read mark', () => {
  const unread = () => known({ unread_count: 2, last_read_id: messageId(0) }, 1);

  it('of oneself, up to the newest, leaves nothing unread, also in the badge', () => {
    const { known: state, ask } = reduce(unread(), read('Nova', 2), 'nova');
    expect(listed(state)).toMatchObject({ unread_count: 0, last_read_id: messageId(2) });
    expect([state.unread, ask]).toEqual([0, []]);
  });

  it('that isn’t up to the newest asks how much is left', () => {
    const { known: state, ask } = reduce(unread(), read('nova', 1), 'nova');
    expect(listed(state)?.unread_count).toBe(2);
    expect(ask).toEqual(['group', 'unread']);
  });

  it('of another is theirs alone, and never goes back', () => {
    const state = after(unread(), read('ziggy', 2), read('ziggy', 1));
    expect(listed(state)?.unread_count).toBe(2);
    expect(state.group?.members[1]?.last_read_id).toBe(messageId(2));
  });

  it('of oneself never goes back either', () => {
    const state = after(known(), read('nova', 1));
    expect(listed(state)?.last_read_id).toBe(messageId(2));
  });
});

it('a frame about a conversation that changed asks for all of it, and forgets nothing', () => {
  const before = known({ members: [aMember('nova', 'Nova Okafor')] });
  expect(reduce(before, { type: 'group_changed', group_id: GROUP }, 'nova')).toEqual({
    known: before,
    ask: ['group', 'thread', 'unread'],
  });
});
