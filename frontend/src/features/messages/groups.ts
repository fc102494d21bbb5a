import {
  sameHandle,
  type GroupList,
  type Message,
  type MessageGroup,
  type MessagePreview,
} from '@/api/messages';

// As the API counts: more than this is this.
const MOST_UNREAD = 99;
const EXCERPT = 120;

/** The conversation once this message is in it; the same one when that is known already. */
export function withMessage(group: MessageGroup, message: Message, me: string): MessageGroup {
  if (group.last_message && group.last_message.id >= message.id) return group;
  // A preview may have ended; its conversation has been at least as far.
  if (!group.last_message && message.created_at < group.last_message_at) return group;
  const mine = sameHandle(message.sender.handle, me);
  const news = !mine && message.kind === 'text' && message.id > (group.last_read_id ?? '');
  const seen = mine && message.kind === 'text';
  return {
    ...group,
    last_message: previewOf(message),
    last_message_at: message.created_at,
    unread_count: seen ? 0 : Math.min(MOST_UNREAD, group.unread_count + (news ? 1 : 0)),
    ...(seen ? { last_read_id: latest(group.last_read_id, message.id) } : {}),
  };
}

/** The conversation once its newest message reads differently. */
export function withEdit(group: MessageGroup, message: Message): MessageGroup {
  if (group.last_message?.id !== message.id) return group;
  return { ...group, last_message: previewOf(message) };
}

/** The conversation without the preview of a message that is gone. */
export function withoutPreview(group: MessageGroup, id: string): MessageGroup {
  if (group.last_message?.id !== id) return group;
  const rest = { ...group };
  delete rest.last_message;
  return rest;
}

/** The conversation once somebody has read up to a message. */
export function withRead(
  group: MessageGroup,
  { handle, message_id }: { handle: string; message_id: string },
  me: string,
): MessageGroup {
  const members = group.members.map((member) =>
    sameHandle(member.handle, handle) && (member.last_read_id ?? '') < message_id
      ? { ...member, last_read_id: message_id }
      : member,
  );
  const read = { ...group, members };
  if (!sameHandle(handle, me)) return read;
  const all = (group.last_message?.id ?? '') <= message_id;
  return {
    ...read,
    last_read_id: latest(group.last_read_id, message_id),
    unread_count: all ? 0 : group.unread_count,
  };
}

/** Whether a conversation counts in the badges. */
export function isNews(group: MessageGroup | undefined): boolean {
  return group !== undefined && !group.muted && group.unread_count > 0;
}

/** A conversation of the list, if it is on a page that was loaded. */
export function findGroup(list: GroupList | undefined, id: string): MessageGroup | undefined {
  return list?.pages.flatMap((page) => page.items).find((group) => group.id === id);
}

/** The list with this conversation as it is now. */
export function putGroup(list: GroupList, group: MessageGroup): GroupList {
  const known = findGroup(list, group.id) !== undefined;
  const pages = list.pages.map((page, index) => {
    if (known) {
      return { ...page, items: page.items.map((item) => (item.id === group.id ? group : item)) };
    }
    return index === 0 ? { ...page, items: [group, ...page.items] } : page;
  });
  return { ...list, pages };
}

/** The list without a conversation. */
export function removeGroup(list: GroupList, id: string): GroupList {
  const pages = list.pages.map((page) => ({
    ...page,
    items: page.items.filter((group) => group.id !== id),
  }));
  return { ...list, pages };
}

/** Every conversation that was loaded, once, the one with the newest message first. */
export function inOrder(list: Pick<GroupList, 'pages'> | undefined): MessageGroup[] {
  const items = list?.pages.flatMap((page) => page.items) ?? [];
  const byId = new Map(items.map((group) => [group.id, group]));
  return [...byId.values()].sort((one, other) =>
    one.last_message_at === other.last_message_at
      ? 0
      : one.last_message_at < other.last_message_at
        ? 1
        : -1,
  );
}

/** The one-to-one conversation with a person, if it was loaded. */
export function oneToOneWith(
  list: GroupList | undefined,
  handle: string,
): MessageGroup | undefined {
  return inOrder(list).find(
    ({ kind, members }) =>
      kind === 'one_to_one' && members.some((member) => sameHandle(member.handle, handle)),
  );
}

function previewOf(message: Message): MessagePreview {
  const { id, kind, sender, subject, created_at, expires_at } = message;
  return {
    id,
    kind,
    sender,
    ...(subject ? { subject } : {}),
    excerpt: excerptOf(message),
    photos_count: message.photos?.length ?? 0,
    created_at,
    ...(expires_at ? { expires_at } : {}),
  };
}

function excerptOf({ kind, message, name, timer }: Message): string {
  if (kind === 'timer') return timer ?? '';
  if (kind === 'created' || kind === 'renamed') return name ?? '';
  return message.replace(/\s+/g, ' ').trim().slice(0, EXCERPT);
}

function latest(one: string | undefined, other: string): string {
  return one !== undefined && one > other ? one : other;
}
