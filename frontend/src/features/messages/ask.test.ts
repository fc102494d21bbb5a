import { QueryClient } from '@tanstack/react-query';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { createApi, type Api } from '@/api/client';
import { keys } from '@/api/keys';
import type { Message } from '@/api/messages';
import { ServerClock } from '@/lib/expiry/server-clock';
import { problem } from '@/testing/answers';
import { aGroup, aMessage, GROUP, messageId, mine, threadOf } from '@/testing/messages';
import { server } from '@/testing/server';
import { askGroup, askOlder, askThread } from './ask';
import { deleteMessage, type Thread } from './thread';

const TWO_MINUTES = 120_000;

/** A service that holds these messages, and pages as the contract says. */
function serviceWith(...messages: Message[]) {
  const queries: Record<string, string>[] = [];
  const held = { messages };
  server.use(
    http.get(`/api/message_groups/${GROUP}/messages`, ({ request }) => {
      const query = Object.fromEntries(new URL(request.url).searchParams);
      queries.push(query);
      return HttpResponse.json(pageOf(held.messages, query));
    }),
  );
  return { queries, held };
}

function pageOf(messages: readonly Message[], query: Record<string, string>) {
  const { before, after, cursor, limit = '50' } = query;
  const [way, at = ''] = (cursor ?? '').split(' ');
  const forwards = after !== undefined || way === 'on';
  const since = messages.find(({ id }) => id === after)?.created_at ?? '';
  const from = Date.parse(since) - TWO_MINUTES;
  const all = messages.filter(({ id, created_at }) => {
    if (cursor !== undefined) return forwards ? id > at : id < at;
    if (after !== undefined) return Date.parse(created_at) > from;
    return before === undefined || id < before;
  });
  const ordered = forwards ? all : all.reverse();
  const items = ordered.slice(0, Number(limit));
  const more = ordered.length > items.length;
  return {
    items,
    ...(more ? { next_cursor: `${forwards ? 'on' : 'back'} ${items.at(-1)?.id ?? ''}` } : {}),
  };
}

const many = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => aMessage(from + index));
const numbers = ({ messages }: Thread) => messages.map(({ id }) => Number(id.slice(-12)));

let api: Api;
let client: QueryClient;
beforeEach(() => {
  const tokens = {
    signedIn: true,
    accessToken: () => Promise.resolve('a token'),
    end: () => undefined,
  };
  api = createApi(tokens, new ServerClock());
  client = new QueryClient();
});

const know = (thread: Thread) => client.setQueryData(keys.messageThread(GROUP), thread);
const ask = () => askThread({ api, client, id: GROUP, signal: new AbortController().signal });

describe('a thread that is opened', () => {
  it('is its newest page, the oldest of it first', async () => {
    serviceWith(...many(1, 60));
    const thread = await ask();
    expect([numbers(thread)[0], thread.messages.length, thread.hasOlder]).toEqual([11, 50, true]);
  });

  it('grows by what is older, up to the beginning', async () => {
    serviceWith(...many(1, 60));
    know(await ask());
    await askOlder({ api, client, id: GROUP });
    const thread = client.getQueryData<Thread>(keys.messageThread(GROUP));
    expect([thread?.messages.length, thread?.hasOlder]).toEqual([60, false]);
  });
});

describe('catching up', () => {
  it('asks from the newest that is known, which the service takes as two minutes before it', async () => {
    const { queries } = serviceWith(...many(1, 5));
    know(threadOf(...many(1, 3)));
    expect(numbers(await ask())).toEqual([1, 2, 3, 4, 5]);
    expect(queries[0]).toEqual({ after: messageId(3), limit: '100' });
  });

  it('finds what was committed late, before what is known, and drops doubles', async () => {
    serviceWith(...many(1, 6));
    know(threadOf(aMessage(1), aMessage(2), aMessage(4)));
    expect(numbers(await ask())).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('goes on from page to page', async () => {
    const { queries } = serviceWith(...many(1, 350));
    know(threadOf(aMessage(1)));
    expect((await ask()).messages).toHaveLength(350);
    expect(queries.map(({ cursor }) => cursor !== undefined)).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
  });

  it('begins anew at the newest after a long time, and says that there is older', async () => {
    serviceWith(...many(1, 900));
    know(threadOf(aMessage(1)));
    const thread = await ask();
    expect([numbers(thread)[0], thread.messages.length, thread.hasOlder]).toEqual([801, 100, true]);
  });

  it('takes out what was deleted meanwhile, within its reach', async () => {
    serviceWith(...many(1, 3), ...many(5, 8));
    know(threadOf(...many(1, 6)));
    expect(numbers(await ask())).toEqual([1, 2, 3, 5, 6, 7, 8]);
  });

  it('learns what was edited meanwhile', async () => {
    const edited = aMessage(2, { message: 'mended', edited_at: '2026-11-25T09:30:00Z' });
    serviceWith(aMessage(1), edited, aMessage(3));
    know(threadOf(...many(1, 3)));
    expect((await ask()).messages[1]?.message).toBe('mended');
  });

  it('keeps what came live while it asked, and keeps out what was deleted', async () => {
    serviceWith(...many(1, 4));
    know(threadOf(...many(1, 3)));
    server.use(
      http.get(
        `/api/message_groups/${GROUP}/messages`,
        () => {
          know(deleteMessage(threadOf(...many(1, 3), mine(5)), messageId(2)));
          return undefined;
        },
        { once: true },
      ),
    );
    expect(numbers(await ask())).toEqual([1, 3, 4, 5]);
  });
});

describe('a conversation', () => {
  it('is there, or not for who is no member, which is no error', async () => {
    const path = `/api/message_groups/${GROUP}`;
    server.use(http.get(path, () => HttpResponse.json(aGroup())));
    expect((await askGroup(api, GROUP))?.id).toBe(GROUP);
    server.use(http.get(path, () => problem(404, 'message_group_not_found')));
    expect(await askGroup(api, GROUP)).toBeNull();
    server.use(http.get(path, () => problem(500, 'internal')));
    await expect(askGroup(api, GROUP)).rejects.toThrow();
  });
});
