import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { keys } from '@/api/keys';
import type { GroupList, MessageGroup } from '@/api/messages';
import type { Ticker } from '@/lib/expiry/ticker';
import { inOrder, putGroup, withoutPreview } from './groups';
import { dropMessages, type Thread } from './thread';

// Longer than a message's last flicker, so that it is seen, and short enough to be believed.
const FADE = 900;

interface Sweeping {
  client: QueryClient;
  ticker: Ticker;
  /** Only the API knows what the newest message is then. */
  onPreviewGone: (group: string) => void;
  fade?: number;
}

/** Takes messages out of every thread and every preview as they end. */
export function startMessageSweeper(sweeping: Sweeping): () => void {
  const { client, ticker, fade = FADE } = sweeping;
  const sweep = (now: number) => {
    const gone = (end: number) => end <= now;
    const ends = [...sweepThreads(client, gone, fade), ...sweepPreviews(sweeping, gone)].filter(
      (end) => end > now,
    );
    return Math.min(...ends) - now;
  };
  const seat = ticker.subscribe(sweep);
  // What just arrived may hold something that ends sooner than all before.
  const unsubscribe = client.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'success') return;
    if (isOfMessages(event.query.queryKey as QueryKey)) queueMicrotask(seat.wake);
  });
  return () => {
    unsubscribe();
    seat.stop();
  };
}

function isOfMessages(key: QueryKey): boolean {
  return key[0] === keys.messages[0];
}

type IsGone = (end: number) => boolean;

/** Returns when what is left ends. */
function sweepThreads(client: QueryClient, isGone: IsGone, fade: number): number[] {
  const ends: number[] = [];
  const queries = client.getQueriesData<Thread>({ queryKey: keys.messageThreads });
  for (const [key, thread] of queries) {
    if (!thread) continue;
    const left = dropMessages(thread, ({ expires_at }) => {
      if (!expires_at) return false;
      const end = Date.parse(expires_at) + fade;
      ends.push(end);
      return isGone(end);
    });
    if (left !== thread) rewrite(client, key, left);
  }
  return ends;
}

function sweepPreviews({ client, onPreviewGone }: Sweeping, isGone: IsGone): number[] {
  const ends: number[] = [];
  const list = client.getQueryData<GroupList>(keys.messageGroups);
  let left = list;
  for (const group of inOrder(list)) {
    const end = endOf(group);
    if (end === undefined) continue;
    ends.push(end);
    if (!left || !isGone(end)) continue;
    left = putGroup(left, withoutPreview(group, group.last_message?.id ?? ''));
    onPreviewGone(group.id);
  }
  if (left !== list) rewrite(client, keys.messageGroups, left);
  return ends;
}

function endOf({ last_message }: MessageGroup): number | undefined {
  return last_message?.expires_at ? Date.parse(last_message.expires_at) : undefined;
}

/** Nothing counts as asked for anew by it. */
function rewrite(client: QueryClient, key: readonly unknown[], data: unknown): void {
  const updatedAt = client.getQueryState(key)?.dataUpdatedAt;
  client.setQueryData(key, data, updatedAt === undefined ? {} : { updatedAt });
}
