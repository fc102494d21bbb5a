import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keys } from '@/api/keys';
import type { GroupList, Message } from '@/api/messages';
import { Ticker } from '@/lib/expiry/ticker';
import { aGroup, aMessage, GROUP, listOf, previewOf, threadOf } from '@/testing/messages';
import { startMessageSweeper } from './message-sweeper';
import type { Thread } from './thread';

let stop: () => void = () => undefined;
beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  stop();
  vi.useRealTimers();
});

const endingIn = (number: number, ms: number) =>
  aMessage(number, { expires_at: new Date(Date.now() + ms).toISOString() });

function swept(fade = 0) {
  const client = new QueryClient();
  const onPreviewGone = vi.fn();
  stop = startMessageSweeper({ client, ticker: new Ticker(Date.now), onPreviewGone, fade });
  const show = (...messages: Message[]) =>
    client.setQueryData<Thread>(keys.messageThread(GROUP), threadOf(...messages));
  const shown = () => client.getQueryData<Thread>(keys.messageThread(GROUP))?.messages.length;
  const list = (message: Message) =>
    client.setQueryData<GroupList>(
      keys.messageGroups,
      listOf(aGroup({ last_message: previewOf(message) })),
    );
  const preview = () =>
    client.getQueryData<GroupList>(keys.messageGroups)?.pages[0]?.items[0]?.last_message;
  return { client, show, shown, list, preview, onPreviewGone };
}
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe('messages under a timer', () => {
  it('go when they end, not before; what stays, stays', async () => {
    const { show, shown } = swept();
    show(endingIn(1, 5_000), endingIn(2, 90_000), aMessage(3));
    await pass(4_900);
    expect(shown()).toBe(3);
    await pass(200);
    expect(shown()).toBe(2);
    await pass(85_000);
    expect(shown()).toBe(1);
    await pass(60_000);
    expect(shown()).toBe(1);
  });

  it('that come later and end sooner go in time', async () => {
    const { show, shown } = swept();
    show(endingIn(1, 3_600_000));
    await pass(1_000);
    show(endingIn(1, 3_599_000), endingIn(2, 2_000));
    await pass(2_100);
    expect(shown()).toBe(1);
  });

  it('have their last flicker', async () => {
    const { show, shown } = swept(900);
    show(endingIn(1, 1_000));
    await pass(1_800);
    expect(shown()).toBe(1);
    await pass(200);
    expect(shown()).toBe(0);
  });

  it('go out of the list of conversations on time, and what is newest then is asked for', async () => {
    const { list, preview, onPreviewGone } = swept(900);
    list(endingIn(1, 1_000));
    await pass(900);
    expect([preview()?.id, onPreviewGone.mock.calls]).toEqual([aMessage(1).id, []]);
    await pass(200);
    expect([preview(), onPreviewGone.mock.calls]).toEqual([undefined, [[GROUP]]]);
    await pass(60_000);
    expect(onPreviewGone).toHaveBeenCalledTimes(1);
  });

  it('are no reason to think that a thread was asked for anew', async () => {
    const { client, show } = swept();
    show(endingIn(1, 1_000));
    const { dataUpdatedAt } = client.getQueryState(keys.messageThread(GROUP)) ?? {};
    await pass(2_000);
    expect(client.getQueryState(keys.messageThread(GROUP))?.dataUpdatedAt).toBe(dataUpdatedAt);
  });
});
