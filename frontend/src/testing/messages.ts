import type { GroupList, Member, Message, MessageGroup, MessagePreview } from '@/api/messages';
import type { Thread } from '@/features/messages/thread';

const BEGAN = Date.parse('2026-11-25T09:00:00Z');

export const GROUP = '0190f000-0000-7000-8000-000000000001';

/** The id of the message that was sent as the `number`-th, a second after the one before. */
export function messageId(number: number): string {
  return `0190e000-0000-7000-8000-${String(number).padStart(12, '0')}`;
}

/** The `number`-th message of a conversation: of Ziggy's, unless it is said otherwise. */
export function aMessage(number: number, change: Partial<Message> = {}): Message {
  return {
    id: messageId(number),
    kind: 'text',
    sender: { handle: 'ziggy', display_name: 'Ziggy Lindqvist' },
    message: `Message ${number}`,
    created_at: new Date(BEGAN + number * 1000).toISOString(),
    ...change,
  };
}

/** Said by Nova, who reads. */
export function mine(number: number, change: Partial<Message> = {}): Message {
  return aMessage(number, { sender: { handle: 'nova', display_name: 'Nova Okafor' }, ...change });
}

/** What the list shows of a message. */
export function previewOf(message: Message): MessagePreview {
  const { id, kind, sender, created_at, expires_at } = message;
  return {
    id,
    kind,
    sender,
    excerpt: message.message,
    photos_count: message.photos?.length ?? 0,
    created_at,
    ...(expires_at ? { expires_at } : {}),
  };
}

/** Somebody in a conversation. */
export function aMember(handle: string, display_name: string): Member {
  return { handle, display_name, suspended: false };
}

/** Nova's conversation with Ziggy, of which nothing is new. */
export function aGroup(change: Partial<MessageGroup> = {}): MessageGroup {
  return {
    id: GROUP,
    kind: 'one_to_one',
    members: [aMember('nova', 'Nova Okafor'), aMember('ziggy', 'Ziggy Lindqvist')],
    timer: 'off',
    muted: false,
    unread_count: 0,
    created_at: new Date(BEGAN).toISOString(),
    last_message_at: new Date(BEGAN).toISOString(),
    ...change,
  };
}

/** The list of conversations on one page. */
export function listOf(...items: MessageGroup[]): GroupList {
  return { pages: [{ items }], pageParams: [undefined] };
}

/** A thread as far as it is known. */
export function threadOf(...messages: Message[]): Thread {
  return { messages, hasOlder: false, gone: [] };
}
