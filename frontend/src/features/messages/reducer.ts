import { sameHandle, type Frame, type GroupList, type MessageGroup } from '@/api/messages';
import {
  findGroup,
  isNews,
  putGroup,
  withEdit,
  withMessage,
  withoutPreview,
  withRead,
} from './groups';
import { addMessages, deleteMessage, renewMessages, type Thread } from './thread';

/** What the cache knows that one conversation's frames can change; undefined was never asked for. */
export interface Known {
  groups: GroupList | undefined;
  /** Null is a conversation one is no member of. */
  group: MessageGroup | null | undefined;
  thread: Thread | undefined;
  /** How many conversations hold something new. */
  unread: number | undefined;
}

/** What only the API can tell now. */
export type Ask = 'group' | 'thread' | 'unread';

export interface Outcome {
  known: Known;
  ask: readonly Ask[];
}

/** A frame about one conversation. */
export type GroupFrame = Extract<Frame, { group_id: string }>;

/**
 * What is known once a frame has come. A frame that came before changes nothing; what a frame
 * can't tell is to be asked for. Nothing is ever forgotten for a frame that isn't understood.
 */
export function reduce(known: Known, frame: GroupFrame, me: string): Outcome {
  switch (frame.type) {
    case 'message': {
      const { message } = frame;
      const thread = known.thread && addMessages(known.thread, [message]);
      const next = inGroups({ ...known, thread }, frame, (group) =>
        withMessage(group, message, me),
      );
      return { known: next, ask: askAfterMessage(known, frame, me) };
    }
    case 'message_edited': {
      const { message } = frame;
      const thread = known.thread && renewMessages(known.thread, [message]);
      const next = inGroups({ ...known, thread }, frame, (group) => withEdit(group, message));
      return { known: next, ask: [] };
    }
    case 'message_deleted': {
      const { message_id } = frame;
      const thread = known.thread && deleteMessage(known.thread, message_id);
      const next = inGroups({ ...known, thread }, frame, (group) =>
        withoutPreview(group, message_id),
      );
      return { known: next, ask: askAfterDeletion(known, frame) };
    }
    case 'read': {
      const next = inGroups(known, frame, (group) => withRead(group, frame, me));
      return { known: next, ask: askAfterRead(next, frame, me) };
    }
    case 'group_changed':
      // Or there is a message that was too long for a frame.
      return { known, ask: ['group', 'thread', 'unread'] };
    case 'typing':
      return { known, ask: [] };
  }
}

/** Changes the conversation wherever it is, and counts the badge by what became of it. */
function inGroups(
  known: Known,
  { group_id }: GroupFrame,
  change: (group: MessageGroup) => MessageGroup,
): Known {
  const listed = findGroup(known.groups, group_id);
  const changed = listed && change(listed);
  const groups =
    known.groups && changed && changed !== listed ? putGroup(known.groups, changed) : known.groups;
  const more = Number(isNews(changed)) - Number(isNews(listed));
  return {
    ...known,
    groups,
    group: known.group && change(known.group),
    unread: known.unread === undefined ? undefined : Math.max(0, known.unread + more),
  };
}

function askAfterMessage(
  { groups }: Known,
  { group_id, message }: Extract<Frame, { type: 'message' }>,
  me: string,
): Ask[] {
  if (findGroup(groups, group_id)) return [];
  // Somebody began a conversation, or one from long ago goes on.
  const asks: Ask[] = groups ? ['group'] : [];
  return sameHandle(message.sender.handle, me) ? asks : [...asks, 'unread'];
}

/** What the preview is now, and how much is left unread, only the API knows. */
function askAfterDeletion(
  { groups }: Known,
  { group_id, message_id }: Extract<Frame, { type: 'message_deleted' }>,
): Ask[] {
  const group = findGroup(groups, group_id);
  if (!group) return ['unread'];
  const shown = group.last_message?.id === message_id;
  return shown || group.unread_count > 0 ? ['group', 'unread'] : [];
}

function askAfterRead(
  next: Known,
  { group_id, handle }: Extract<Frame, { type: 'read' }>,
  me: string,
): Ask[] {
  if (!sameHandle(handle, me)) return [];
  const group = findGroup(next.groups, group_id);
  if (!group) return ['unread'];
  return group.unread_count > 0 ? ['group', 'unread'] : [];
}
