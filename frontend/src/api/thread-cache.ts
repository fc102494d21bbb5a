import type { QueryClient } from '@tanstack/react-query';
import { walk, walkThreads, type Thread } from './cache-walk';
import { keys } from './keys';
import type { Activity, ThreadItem } from './models';

/** Puts a reply just posted at the end of the replies, and counts it wherever its parent is cached. */
export function addReply(client: QueryClient, reply: Activity): void {
  if (!reply.reply_to) return;
  const { id, created_at, replies_count } = reply;
  const item: ThreadItem = { id, created_at, replies_count, activity: reply };
  client.setQueryData<Activity | null>(keys.activity(id), reply);
  const key = keys.replies(reply.reply_to);
  const known = client
    .getQueryData<Thread>(key)
    ?.pages.some((page) => page.items.some((other) => other.id === id));
  // The answer to a repeated attempt: it may have been seen already.
  if (known) return;
  // Not as if all had been asked for anew: others may have replied meanwhile.
  const updatedAt = client.getQueryState(key)?.dataUpdatedAt;
  client.setQueryData<Thread>(
    key,
    (thread) => append(thread, item),
    updatedAt === undefined ? {} : { updatedAt },
  );
  countReply(client, reply.reply_to, 1);
}

/** A reply to this crud, or stone, came or went. */
export function countReply(client: QueryClient, parent: string, change: number): void {
  const counted = <T extends { id: string; replies_count: number }>(item: T): T =>
    item.id === parent
      ? { ...item, replies_count: Math.max(0, item.replies_count + change) }
      : item;
  walk(client, counted);
  walkThreads(client, (item) => (item.activity ? item : counted(item)));
}

function append(thread: Thread | undefined, item: ThreadItem): Thread | undefined {
  const last = thread?.pages.at(-1);
  if (!thread || !last) return thread;
  const pages = [...thread.pages.slice(0, -1), { ...last, items: [...last.items, item] }];
  return { ...thread, pages };
}
