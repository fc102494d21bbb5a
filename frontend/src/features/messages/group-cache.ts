import type { QueryClient } from '@tanstack/react-query';
import { keys } from '@/api/keys';
import type { GroupList, MessageGroup } from '@/api/messages';
import { putGroup, removeGroup } from './groups';
import { reduce, type Ask, type GroupFrame, type Known } from './reducer';
import type { Thread } from './thread';

interface UnreadCount {
  groups: number;
}

/** Lets a frame change what is cached; returns what has to be asked for. */
export function applyFrame(client: QueryClient, frame: GroupFrame, me: string): readonly Ask[] {
  const known = read(client, frame.group_id);
  const outcome = reduce(known, frame, me);
  write(client, frame.group_id, known, outcome.known);
  return outcome.ask;
}

/** Tells an answer what was told before it came. The badge has counted that already. */
export function reapplyFrame(client: QueryClient, frame: GroupFrame, me: string): void {
  const known = read(client, frame.group_id);
  const after = reduce(known, frame, me).known;
  write(client, frame.group_id, known, { ...after, unread: known.unread });
}

/** Writes a conversation as the API has it now wherever it is shown. */
export function putInCache(client: QueryClient, group: MessageGroup): void {
  client.setQueryData<MessageGroup | null>(keys.messageGroup(group.id), group);
  client.setQueryData<GroupList>(keys.messageGroups, (list) => list && putGroup(list, group));
}

/** Takes a conversation out that one is no member of any more. */
export function removeFromCache(client: QueryClient, id: string): void {
  client.setQueryData<MessageGroup | null>(keys.messageGroup(id), null);
  client.setQueryData<GroupList>(keys.messageGroups, (list) => list && removeGroup(list, id));
  client.removeQueries({ queryKey: keys.messageThread(id) });
}

function read(client: QueryClient, id: string): Known {
  return {
    groups: client.getQueryData<GroupList>(keys.messageGroups),
    group: client.getQueryData<MessageGroup | null>(keys.messageGroup(id)),
    thread: client.getQueryData<Thread>(keys.messageThread(id)),
    unread: client.getQueryData<UnreadCount>(keys.unread)?.groups,
  };
}

/** Data in which nothing changed stays the same object, and as old as it was. */
function write(client: QueryClient, id: string, before: Known, after: Known): void {
  const set = <T>(key: readonly unknown[], was: T | undefined, is: T | undefined) => {
    if (is === undefined || is === was) return;
    const updatedAt = client.getQueryState(key)?.dataUpdatedAt;
    client.setQueryData(key, is, updatedAt === undefined ? {} : { updatedAt });
  };
  set(keys.messageGroups, before.groups, after.groups);
  set(keys.messageGroup(id), before.group, after.group);
  set(keys.messageThread(id), before.thread, after.thread);
  if (after.unread !== before.unread && after.unread !== undefined) {
    client.setQueryData<UnreadCount>(keys.unread, { groups: after.unread });
  }
}
