import type { QueryClient } from '@tanstack/react-query';
import { unwrap, type Api } from '@/api/client';
import { keys } from '@/api/keys';
import type { Message, MessageGroup, MessageGroupPage } from '@/api/messages';
import { ProblemError } from '@/api/problem';
import {
  addMessages,
  emptyThread,
  newestOf,
  renewMessages,
  settleAgainst,
  type Thread,
} from './thread';

const GROUPS = 30;
const PAGE = 50;
// Who was away for longer than so many messages begins anew at the newest.
const MOST_PAGES = 6;

/** One conversation, or null where one is no member. */
export async function askGroup(
  api: Api,
  id: string,
  signal?: AbortSignal,
): Promise<MessageGroup | null> {
  try {
    const params = { path: { id } };
    return await unwrap(
      api.messages.GET('/api/message_groups/{id}', { params, ...(signal ? { signal } : {}) }),
    );
  } catch (error) {
    if (error instanceof ProblemError && [404, 422].includes(error.status)) return null;
    throw error;
  }
}

/** One page of the list of conversations. */
export function askGroups(
  api: Api,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<MessageGroupPage> {
  const query = { limit: GROUPS, ...(cursor ? { cursor } : {}) };
  return unwrap(api.messages.GET('/api/message_groups', { params: { query }, signal }));
}

interface Asking {
  api: Api;
  client: QueryClient;
  id: string;
  signal: AbortSignal;
}

/** The thread as it is now: from the beginning, or what was missed since it was asked for last. */
export async function askThread(asking: Asking): Promise<Thread> {
  const before = known(asking);
  if (!before || before.messages.length === 0) {
    const page = await askPage(asking, {});
    const thread = addMessages(known(asking) ?? emptyThread, page.items);
    return { ...thread, hasOlder: page.next_cursor !== undefined };
  }
  return catchUp(asking, before);
}

/**
 * What came since the newest that is known; the service reads again from two minutes before it,
 * for messages may turn up out of order, and doubles are dropped by id. Then the newest page
 * tells what was edited or deleted meanwhile.
 */
async function catchUp(asking: Asking, before: Thread): Promise<Thread> {
  const ids = new Set(before.messages.map(({ id }) => id));
  const missed = await askAfter(asking, newestOf(before)?.id ?? '');
  const page = await askPage(asking, { limit: 2 * PAGE });
  const now = known(asking) ?? before;
  if (missed === null) {
    return { ...addMessages({ ...emptyThread, gone: now.gone }, page.items), hasOlder: true };
  }
  return addMessages(settleAgainst(now, ids, page), [...missed, ...page.items]);
}

/** Everything after a message; null when that is too much to be read here. */
async function askAfter(asking: Asking, after: string): Promise<Message[] | null> {
  const found: Message[] = [];
  let page = await askPage(asking, { after, limit: 2 * PAGE });
  for (let pages = 1; ; pages++) {
    found.push(...page.items);
    if (page.next_cursor === undefined) return found;
    if (pages === MOST_PAGES) return null;
    page = await askPage(asking, { cursor: page.next_cursor, limit: 2 * PAGE });
  }
}

/** Those before the oldest that is known. */
export async function askOlder(asking: Omit<Asking, 'signal'>): Promise<void> {
  const { client, id } = asking;
  const oldest = known(asking)?.messages[0];
  if (!oldest) return;
  const page = await askPage(asking, { before: oldest.id });
  client.setQueryData<Thread>(keys.messageThread(id), (thread) =>
    thread
      ? { ...addMessages(thread, page.items), hasOlder: page.next_cursor !== undefined }
      : thread,
  );
}

/** One message, or null when it isn't there (any more). */
export async function askMessage(
  asking: Pick<Asking, 'api' | 'id' | 'signal'>,
  message: string,
): Promise<Message | null> {
  const page = await askPage(asking, { before: idAfter(message), limit: 1 });
  return page.items.find(({ id }) => id === message) ?? null;
}

/**
 * Reads messages again that are in the thread: by now their photos have other signatures. What
 * isn't there any more goes.
 */
export async function askAgain(
  asking: Omit<Asking, 'signal'>,
  messages: readonly string[],
): Promise<void> {
  const { client, id: group } = asking;
  let rest = [...messages].sort().reverse();
  for (let newest = rest[0]; newest !== undefined; newest = rest[0]) {
    const limit = rest.length === 1 ? 1 : 2 * PAGE;
    const page = await askPage(asking, { before: idAfter(newest), limit });
    const asked = new Set(rest);
    client.setQueryData<Thread>(keys.messageThread(group), (thread) =>
      thread ? renewMessages(settleAgainst(thread, asked, page), page.items) : thread,
    );
    const oldest = page.next_cursor === undefined ? '' : (page.items.at(-1)?.id ?? '');
    rest = rest.filter((id) => id < oldest);
  }
}

/** The next id after a message's: that message is the newest of those before it. */
function idAfter(id: string): string {
  const [head, tail] = [id.slice(0, 24), Number.parseInt(id.slice(24), 16) + 1];
  return head + tail.toString(16).padStart(12, '0');
}

interface PageQuery {
  before?: string;
  after?: string;
  cursor?: string;
  limit?: number;
}

function askPage(
  { api, id, signal }: { api: Api; id: string; signal?: AbortSignal },
  { limit = PAGE, ...query }: PageQuery,
) {
  return unwrap(
    api.messages.GET('/api/message_groups/{id}/messages', {
      params: { path: { id }, query: { limit, ...query } },
      ...(signal ? { signal } : {}),
    }),
  );
}

function known({ client, id }: Pick<Asking, 'client' | 'id'>): Thread | undefined {
  return client.getQueryData<Thread>(keys.messageThread(id));
}
