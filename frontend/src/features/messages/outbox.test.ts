import { onlineManager } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Message } from '@/api/messages';
import { NetworkError, ProblemError, SessionEndedError } from '@/api/problem';
import { GROUP, mine } from '@/testing/messages';
import { Outbox } from './outbox';
import type { Outgoing } from './outgoing';

const OTHER = '0190f000-0000-7000-8000-000000000002';
const HOUR = 3_600_000;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(1);
});
let stops: (() => void)[] = [];
afterEach(() => {
  stops.forEach((stop) => stop());
  stops = [];
  vi.useRealTimers();
  onlineManager.setOnline(true);
});

const offline = new NetworkError();
const busy = (retryAfter?: number) => new ProblemError({ status: 503 }, retryAfter);
const refused = new ProblemError({
  status: 422,
  code: 'validation_failed',
  errors: [{ field: 'message', code: 'too_long', message: 'is too long' }],
});

/** A service that keeps what it is sent once for each key; it can lose a request, or its answer. */
function aService() {
  const log: { group: string; text: string; key: string }[] = [];
  const calls: string[] = [];
  const script: (Error | { lost: Error })[] = [];
  const send = ({ key, group, text }: Outgoing): Promise<Message> => {
    calls.push(text);
    const trouble = script.shift();
    if (trouble instanceof Error) return Promise.reject(trouble);
    if (!log.some((kept) => kept.key === key)) log.push({ key, group, text });
    if (trouble) return Promise.reject(trouble.lost);
    return Promise.resolve(mine(calls.length, { message: text, client_id: key }));
  };
  return { log, calls, script, send, texts: () => log.map(({ text }) => text) };
}

function anOutbox(service = aService(), store: Storage = window.sessionStorage) {
  const sent: string[] = [];
  const onSent = (message: Message) => void sent.push(message.message);
  const outbox = new Outbox({ send: service.send, onSent, now: () => Date.now(), store });
  const stop = outbox.start('nova');
  stops.push(stop);
  const states = () => outbox.items.map(({ text, state }) => `${text} ${state}`);
  return { outbox, service, sent, states, stop };
}
const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

describe('the outbox', () => {
  it('sends at once, and lets go of what was sent', async () => {
    const { outbox, service, sent, states } = anOutbox();
    outbox.add(GROUP, 'one');
    expect(states()).toEqual(['one sending']);
    await pass();
    expect([service.texts(), sent, states()]).toEqual([['one'], ['one'], []]);
  });

  it('sends what belongs to one conversation one after another, in order', async () => {
    const { outbox, service, states } = anOutbox();
    for (const text of ['one', 'two', 'three']) outbox.add(GROUP, text);
    outbox.add(OTHER, 'elsewhere');
    expect(states()).toEqual(['one sending', 'two waiting', 'three waiting', 'elsewhere sending']);
    await pass();
    expect(service.texts()).toEqual(['one', 'elsewhere', 'two', 'three']);
  });

  it('tries again what failed, and what comes after waits for it', async () => {
    const { outbox, service, states } = anOutbox();
    service.script.push(busy(), busy());
    outbox.add(GROUP, 'one');
    outbox.add(GROUP, 'two');
    await pass();
    expect(states()).toEqual(['one waiting', 'two waiting']);
    await pass(3_000);
    expect(service.calls).toEqual(['one', 'one', 'one', 'two']);
    expect(service.texts()).toEqual(['one', 'two']);
  });

  it('waits as long as the service asks it to', async () => {
    const { outbox, service } = anOutbox();
    service.script.push(busy(30));
    outbox.add(GROUP, 'one');
    await pass(29_900);
    expect(service.calls).toHaveLength(1);
    await pass(100);
    expect(service.texts()).toEqual(['one']);
  });

  it('sends once what took effect although its answer was lost', async () => {
    const { outbox, service, sent } = anOutbox();
    service.script.push({ lost: offline }, { lost: busy() });
    outbox.add(GROUP, 'one');
    outbox.add(GROUP, 'two');
    await pass(10_000);
    expect(service.calls).toEqual(['one', 'one', 'one', 'two']);
    expect(service.texts()).toEqual(['one', 'two']);
    expect(sent).toEqual(['one', 'two']);
  });

  it('needs no retry when the message turns up by itself', async () => {
    const { outbox, service, states } = anOutbox();
    service.script.push({ lost: offline });
    const { key } = outbox.add(GROUP, 'one');
    outbox.add(GROUP, 'two');
    await pass();
    outbox.confirm(key);
    outbox.confirm(undefined);
    await pass(10_000);
    expect(service.calls).toEqual(['one', 'two']);
    expect(states()).toEqual([]);
  });

  it('lets go of what was sent by an earlier try and is gone by now', async () => {
    const { outbox, service, sent, states } = anOutbox();
    service.script.push(
      { lost: offline },
      new ProblemError({ status: 404, code: 'message_not_found' }),
    );
    outbox.add(GROUP, 'one');
    await pass(10_000);
    expect([states(), sent]).toEqual([[], []]);
  });

  it('says what the service refuses, and goes on with the next', async () => {
    const { outbox, service, states } = anOutbox();
    service.script.push(refused);
    outbox.add(GROUP, 'one');
    outbox.add(GROUP, 'two');
    await pass();
    expect(states()).toEqual(['one failed']);
    expect(outbox.items[0]?.trouble).toBe('This is too long.');
    expect(service.texts()).toEqual(['two']);
    await pass(HOUR);
    expect(service.calls).toHaveLength(2);
  });

  it('tries again by hand with the same key', async () => {
    const { outbox, service } = anOutbox();
    service.script.push(new ProblemError({ status: 403, code: 'cannot_write' }));
    const { key } = outbox.add(GROUP, 'one');
    await pass();
    outbox.retry(key);
    await pass();
    expect(service.log).toEqual([{ key, group: GROUP, text: 'one' }]);
  });

  it('gives up after four tries that reached nobody, and begins with it when there is a net', async () => {
    const { outbox, service, states } = anOutbox();
    service.script.push(offline, offline, offline, offline);
    outbox.add(GROUP, 'one');
    outbox.add(GROUP, 'two');
    await pass(60_000);
    expect(states()).toEqual(['one failed', 'two waiting']);
    expect(service.calls).toHaveLength(4);
    outbox.resume();
    await pass();
    expect(service.texts()).toEqual(['one', 'two']);
  });

  it('lets nothing overtake what reached nobody', async () => {
    const { outbox, service } = anOutbox();
    service.script.push(offline, offline, offline, offline);
    outbox.add(GROUP, 'one');
    await pass(60_000);
    outbox.add(GROUP, 'two');
    await pass();
    expect(service.texts()).toEqual(['one', 'two']);
  });

  it('waits while the device is offline, without counting that as tries', async () => {
    const { outbox, service, states } = anOutbox();
    onlineManager.setOnline(false);
    outbox.add(GROUP, 'one');
    outbox.add(GROUP, 'two');
    await pass(HOUR);
    expect([service.calls, states()]).toEqual([[], ['one waiting', 'two waiting']]);
    onlineManager.setOnline(true);
    await pass();
    expect(service.texts()).toEqual(['one', 'two']);
  });

  it('keeps the words when the session ended', async () => {
    const { outbox, service, states } = anOutbox();
    service.script.push(new SessionEndedError());
    outbox.add(GROUP, 'one');
    await pass(HOUR);
    expect([states(), service.calls]).toEqual([['one waiting'], ['one']]);
  });
});

describe('the outbox after a reload', () => {
  it('goes on with what was on its way, by the same key', async () => {
    const first = anOutbox();
    first.service.script.push({ lost: offline });
    first.outbox.add(GROUP, 'one');
    await pass();
    first.stop();
    const { service } = first;
    anOutbox(service);
    await pass();
    expect(service.calls).toEqual(['one', 'one']);
    expect(service.texts()).toEqual(['one']);
  });

  it('never sends by itself what is older than the service remembers keys', async () => {
    const first = anOutbox();
    onlineManager.setOnline(false);
    const { key } = first.outbox.add(GROUP, 'one');
    first.stop();
    onlineManager.setOnline(true);
    vi.setSystemTime(Date.now() + 24 * HOUR);
    const { outbox, service, states } = anOutbox();
    await pass(HOUR);
    expect([service.calls, states()]).toEqual([[], ['one failed']]);
    outbox.retry(key);
    await pass();
    expect(service.texts()).toEqual(['one']);
    expect(service.log[0]?.key).not.toBe(key);
  });

  it('reads nobody else’s words, nor what is broken', () => {
    const { outbox, stop } = anOutbox();
    onlineManager.setOnline(false);
    outbox.add(GROUP, 'one');
    stop();
    const other = new Outbox({
      send: () => Promise.reject(offline),
      onSent: () => undefined,
      now: () => Date.now(),
    });
    other.start('ziggy');
    expect(other.items).toEqual([]);
    window.sessionStorage.setItem('cruddur.outbox', '{"owner":"nova","items":[{"key":1},null]}');
    expect(anOutbox().outbox.items).toEqual([]);
  });

  it('leaves nothing of who left', () => {
    const { outbox } = anOutbox();
    onlineManager.setOnline(false);
    outbox.add(GROUP, 'one');
    outbox.forget();
    expect([outbox.items, window.sessionStorage.length]).toEqual([[], 0]);
  });
});
