import { onlineManager } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Frame } from '@/api/messages';
import { NetworkError, SessionEndedError } from '@/api/problem';
import { GROUP, messageId } from '@/testing/messages';
import { FakeSocket } from '@/testing/sockets';
import { LiveClient } from './live-client';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

let stops: (() => void)[] = [];
beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  stops.forEach((stop) => stop());
  stops = [];
  vi.useRealTimers();
  onlineManager.setOnline(true);
  show(true);
});

/** An access token that lives so long from now. */
function tokenFor(life: number): string {
  const exp = Math.floor((Date.now() + life) / 1000);
  return `head.${btoa(JSON.stringify({ exp }))}.signature`;
}

function show(visible: boolean): void {
  Object.defineProperty(document, 'hidden', { value: !visible, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}

interface Script {
  /** What `token` answers, one after another; then tokens for a quarter of an hour. */
  tokens?: (string | Error)[];
  random?: number;
}

function live({ tokens = [], random = 1 }: Script = {}) {
  const sockets: FakeSocket[] = [];
  const frames: Frame[] = [];
  const forced: boolean[] = [];
  const [onConnected, onPoll] = [vi.fn(), vi.fn()];
  const client = new LiveClient({
    open: (protocols) => {
      const socket = new FakeSocket(protocols);
      sockets.push(socket);
      return socket as unknown as WebSocket;
    },
    token: ({ force }) => {
      forced.push(force);
      const token = tokens.shift() ?? tokenFor(15 * MINUTE);
      return token instanceof Error ? Promise.reject(token) : Promise.resolve(token);
    },
    now: () => Date.now(),
    onFrame: (frame) => void frames.push(frame),
    onConnected,
    onPoll,
    random: () => random,
  });
  const stop = client.start();
  stops.push(stop);
  const newest = () => sockets.at(-1) ?? new FakeSocket();
  const open = () => sockets.filter(({ closed }) => !closed);
  return { client, sockets, frames, forced, onConnected, onPoll, stop, newest, open };
}
const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

async function connected(script: Script = {}) {
  const line = live(script);
  await pass();
  line.newest().accept();
  return line;
}

/** Nearly as long as a token lives. */
async function passLife({ newest }: ReturnType<typeof live>): Promise<void> {
  await pass(8 * MINUTE);
  newest().say({ type: 'pong' });
  await pass(6 * MINUTE);
}

/** Lets every try fail for so long; returns when they began. */
async function failFor(line: ReturnType<typeof live>, ms: number): Promise<number[]> {
  const began = Date.now();
  const tries: number[] = [];
  for (let at = 0; at < ms; at += 250) {
    for (const socket of line.open()) {
      tries.push(Date.now() - began);
      socket.end();
    }
    await pass(250);
  }
  return tries;
}

const sign: Frame = { type: 'typing', group_id: GROUP, handle: 'ziggy' };

describe('the live connection', () => {
  it('is one socket, with the token as a protocol of it and nowhere else', async () => {
    const { sockets, client, onConnected } = await connected({ tokens: ['a.token.here'] });
    expect(sockets.map(({ protocols }) => protocols)).toEqual([['cruddur.v1', 'a.token.here']]);
    show(true);
    await pass(SECOND);
    expect(sockets).toHaveLength(1);
    expect([client.connected, onConnected.mock.calls.length]).toEqual([true, 1]);
  });

  it('hands on what it understands, and passes over the rest', async () => {
    const { newest, frames } = await connected();
    newest().say(sign);
    newest().say({ type: 'reaction' });
    newest().onmessage({ data: 'no JSON' });
    newest().say({
      type: 'read',
      group_id: GROUP,
      handle: 'ziggy',
      message_id: messageId(1),
    });
    expect(frames.map(({ type }) => type)).toEqual(['typing', 'read']);
  });

  it('comes back later and later, and says each time that something may have been missed', async () => {
    const line = await connected();
    await pass(MINUTE);
    line.newest().end();
    expect(line.client.connected).toBe(false);
    const tries = await failFor(line, 70 * SECOND);
    // The first wait of a second lies before the first of these.
    expect(tries.slice(0, 6)).toEqual([1, 3, 7, 15, 31, 61].map((at) => at * SECOND));
    await pass(30 * SECOND);
    line.newest().accept();
    expect(line.onConnected).toHaveBeenCalledTimes(2);
  });

  it('draws by lot how long it waits', async () => {
    const line = await connected({ random: 0.5 });
    line.newest().end();
    expect((await failFor(line, 4 * SECOND)).slice(0, 3)).toEqual([500, 1_500, 3_500]);
  });

  it('counts from the beginning again once it was steady, not before', async () => {
    const line = await connected();
    line.newest().end();
    await failFor(line, 7 * SECOND);
    await pass(8 * SECOND);
    line.newest().accept();
    await pass(5 * SECOND);
    line.newest().end();
    await pass(7 * SECOND);
    expect(line.open()).toHaveLength(0);
    await pass(SECOND);
    line.newest().accept();
    await pass(11 * SECOND);
    line.newest().end();
    await pass(SECOND);
    expect(line.open()).toHaveLength(1);
  });

  it('gives up a handshake that nobody answers', async () => {
    const { sockets, newest } = live();
    await pass(15 * SECOND);
    expect(newest().closed).toBe(true);
    newest().end();
    await pass(SECOND);
    expect(sockets).toHaveLength(2);
  });

  it('asks whether anybody is still there, and leaves a line that is dead', async () => {
    const line = await connected({ tokens: [tokenFor(90 * MINUTE)] });
    await pass(8 * MINUTE);
    expect(line.newest().sent).toEqual(['{"action":"ping"}']);
    line.newest().say({ type: 'pong' });
    await pass(8 * MINUTE);
    expect(line.newest().sent).toHaveLength(2);
    await pass(16 * SECOND);
    expect(line.sockets[0]?.closed).toBe(true);
    expect(line.sockets).toHaveLength(2);
  });

  it('looks every minute for what got lost on its way, while somebody looks', async () => {
    const { onPoll, newest } = await connected();
    await pass(3 * MINUTE);
    expect(onPoll).toHaveBeenCalledTimes(3);
    show(false);
    await pass(2 * MINUTE);
    expect(onPoll).toHaveBeenCalledTimes(3);
    show(true);
    newest().end();
    onPoll.mockClear();
    await pass(MINUTE);
    expect(onPoll).not.toHaveBeenCalled();
  });

  it('comes back at once with the tab or the network, however long it was to wait', async () => {
    const line = await connected();
    line.newest().end();
    await failFor(line, 32 * SECOND);
    const before = line.sockets.length;
    show(true);
    await pass();
    expect(line.sockets).toHaveLength(before + 1);
    onlineManager.setOnline(false);
    expect(line.open()).toEqual([]);
    await pass(MINUTE);
    expect(line.sockets).toHaveLength(before + 1);
    onlineManager.setOnline(true);
    await pass();
    expect(line.open()).toHaveLength(1);
  });

  it('ends for good when it is stopped, also where a token is just being asked for', async () => {
    const line = live();
    line.stop();
    await pass(MINUTE);
    expect(line.sockets).toEqual([]);
    const other = await connected();
    other.stop();
    other.newest().say(sign);
    await pass(MINUTE);
    expect([other.open(), other.frames]).toEqual([[], []]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('the token of the live connection', () => {
  it('is followed by a new one before it ends; there is no moment without a connection', async () => {
    const line = await connected();
    await passLife(line);
    expect(line.sockets).toHaveLength(1);
    await pass(16 * SECOND);
    const [old, next] = line.sockets;
    expect(line.forced).toEqual([false, true]);
    expect([old?.closed, line.client.connected]).toEqual([false, true]);
    next?.accept();
    expect(line.open()).toEqual([next]);
    old?.say(sign);
    old?.end();
    await pass(MINUTE);
    expect([
      line.frames.filter(({ type }) => type === 'typing'),
      line.sockets.length,
      line.onConnected.mock.calls.length,
    ]).toEqual([[], 2, 2]);
  });

  it('that the server says has ended is replaced at once', async () => {
    const { newest, sockets, forced, open } = await connected();
    await pass(MINUTE);
    const first = newest();
    first.say({ type: 'auth_expired' });
    await pass();
    expect(forced).toEqual([false, true]);
    expect(open()).toEqual([newest()]);
    expect(newest()).not.toBe(first);
    first.end();
    await pass(MINUTE);
    expect(sockets.length).toBeLessThanOrEqual(3);
  });

  it('that has ended as soon as it came doesn’t make a storm', async () => {
    const line = await connected();
    for (let turn = 0; turn < 40; turn++) {
      for (const socket of line.open()) {
        socket.accept();
        socket.say({ type: 'auth_expired' });
      }
      await pass(250);
    }
    expect(line.sockets.length).toBeLessThan(7);
  });

  it('is asked for anew when the server may have refused it', async () => {
    const line = live();
    await pass();
    await failFor(line, 4 * SECOND);
    expect(line.forced).toEqual([false, false, true]);
  });

  it('that can’t be had for want of a net is asked for later', async () => {
    const { sockets } = live({ tokens: [new NetworkError()] });
    await pass();
    expect(sockets).toEqual([]);
    await pass(SECOND);
    expect(sockets).toHaveLength(1);
  });

  it('that can’t be had because the session ended isn’t asked for again', async () => {
    const { forced, sockets } = live({ tokens: [new SessionEndedError()] });
    await pass(10 * MINUTE);
    show(true);
    expect([forced, sockets]).toEqual([[false], []]);
  });

  it('lets the line that takes over hang no longer than any other', async () => {
    const line = await connected();
    await passLife(line);
    await pass(16 * SECOND);
    const [old, next] = line.sockets;
    old?.end();
    await pass(15 * SECOND);
    expect(next?.closed).toBe(true);
  });
});

describe('where sockets are blocked', () => {
  it('it says when to ask instead, and stops when one comes through', async () => {
    const line = live();
    await pass();
    await failFor(line, 3 * SECOND);
    expect(line.onPoll).not.toHaveBeenCalled();
    await failFor(line, 4 * SECOND);
    expect(line.onPoll).toHaveBeenCalledTimes(1);
    await pass(21 * SECOND);
    expect(line.onPoll).toHaveBeenCalledTimes(2);
    line.newest().accept();
    await pass(50 * SECOND);
    expect(line.onPoll).toHaveBeenCalledTimes(2);
  });

  it('nobody asks for a tab that isn’t seen', async () => {
    const line = live();
    await pass();
    show(false);
    await failFor(line, MINUTE);
    expect(line.onPoll).not.toHaveBeenCalled();
  });

  it('it stays away where it has too many connections, until somebody looks', async () => {
    const line = await connected();
    line.newest().say({ type: 'error', code: 'too_many_connections', detail: '' });
    line.newest().end();
    await pass(5 * MINUTE);
    expect([line.sockets.length, line.onPoll.mock.calls.length]).toEqual([1, 16]);
    show(true);
    await pass();
    expect(line.sockets).toHaveLength(2);
  });
});
