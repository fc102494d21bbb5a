import type { Message } from '@/api/messages';

/** As much of a conversation as is known here. */
export interface Thread {
  /** The oldest first, in the order of ids, which is final. */
  messages: readonly Message[];
  /** There are older ones to ask for. */
  hasOlder: boolean;
  /** What was deleted while it was known here: answers on their way may still hold it. */
  gone: readonly string[];
}

export const emptyThread: Thread = { messages: [], hasOlder: false, gone: [] };

/** Adds messages, each once; of two states of one message the one edited later counts. */
export function addMessages(thread: Thread, added: readonly Message[]): Thread {
  const known = new Map(thread.messages.map((message) => [message.id, message]));
  let changed = false;
  for (const message of added) {
    if (thread.gone.includes(message.id)) continue;
    const before = known.get(message.id);
    const now = before ? later(before, message) : message;
    if (now === before) continue;
    known.set(message.id, now);
    changed = true;
  }
  if (!changed) return thread;
  return { ...thread, messages: [...known.values()].sort(byId) };
}

/** Replaces what is known of messages by their newer state; what isn't known stays unknown. */
export function renewMessages(thread: Thread, renewed: readonly Message[]): Thread {
  const known = new Set(thread.messages.map(({ id }) => id));
  return addMessages(
    thread,
    renewed.filter(({ id }) => known.has(id)),
  );
}

/** Takes a message out that was deleted for everybody, also out of answers still to come. */
export function deleteMessage(thread: Thread, id: string): Thread {
  const gone = thread.gone.includes(id) ? thread.gone : [...thread.gone, id];
  return { ...dropMessages(thread, (message) => message.id === id), gone };
}

/** Takes messages out that came to their end, or are no longer there. */
export function dropMessages(thread: Thread, isGone: (message: Message) => boolean): Thread {
  const messages = thread.messages.filter((message) => !isGone(message));
  return messages.length === thread.messages.length ? thread : { ...thread, messages };
}

/**
 * Holds what was known before a page was asked for against that page: what lies within its
 * reach and isn't on it was deleted while nobody told.
 */
export function settleAgainst(
  thread: Thread,
  known: ReadonlySet<string>,
  page: { items: readonly Message[]; next_cursor?: string | undefined },
): Thread {
  const there = new Set(page.items.map(({ id }) => id));
  const oldest = page.next_cursor === undefined ? '' : ([...there].sort()[0] ?? '');
  return dropMessages(thread, ({ id }) => known.has(id) && !there.has(id) && id >= oldest);
}

/** The newest message that is known. */
export function newestOf(thread: Thread): Message | undefined {
  return thread.messages.at(-1);
}

function later(known: Message, other: Message): Message {
  if ((known.edited_at ?? '') > (other.edited_at ?? '')) return known;
  if (same(known, other)) return known;
  // Only some ways of learning about a message tell by which key it was sent.
  const client = known.client_id ?? other.client_id;
  return client === undefined ? other : { ...other, client_id: client };
}

function same(known: Message, other: Message): boolean {
  return (
    known.edited_at === other.edited_at &&
    known.message === other.message &&
    known.expires_at === other.expires_at &&
    known.sender.display_name === other.sender.display_name &&
    known.photos?.[0]?.signature === other.photos?.[0]?.signature &&
    (known.client_id !== undefined || other.client_id === undefined)
  );
}

function byId(one: Message, other: Message): number {
  return one.id < other.id ? -1 : one.id > other.id ? 1 : 0;
}
