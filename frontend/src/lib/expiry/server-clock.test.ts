import { describe, expect, it } from 'vitest';
import { ServerClock } from './server-clock';

const T = Date.parse('2026-11-24T12:00:00Z');

/** The answer of a server `ahead` ms ahead of this device, asked at `sentAt`. */
function answer(
  ahead: number,
  sentAt: number,
  latency: number,
  extra: Record<string, string> = {},
) {
  const written = sentAt + latency / 2 + ahead;
  const headers = new Headers({ date: new Date(written).toUTCString(), ...extra });
  return { headers, sentAt, receivedAt: sentAt + latency };
}

describe('ServerClock', () => {
  it('trusts the device until it hears otherwise', () => {
    expect(new ServerClock(() => T).now()).toBe(T);
  });

  it('leaves a device alone that is right', () => {
    const clock = new ServerClock(() => T);
    for (let i = 0; i < 20; i++) clock.observe(answer(0, T + i * 137, 80));
    expect(clock.offset).toBe(0);
  });

  it.each([-7 * 60_000, -1800, 2500, 3_600_000])('finds out that it is %d ms off', (ahead) => {
    const clock = new ServerClock(() => T);
    for (let i = 0; i < 30; i++) clock.observe(answer(ahead, T + i * 137, 60));
    expect(Math.abs(clock.offset - ahead)).toBeLessThan(120);
  });

  it('gets no worse by slow answers', () => {
    const clock = new ServerClock(() => T);
    for (let i = 0; i < 30; i++) clock.observe(answer(5000, T + i * 137, 60));
    const before = clock.offset;
    clock.observe(answer(5000, T + 9000, 4000));
    expect(clock.offset).toBe(before);
  });

  it('begins anew when a clock was set', () => {
    const clock = new ServerClock(() => T);
    for (let i = 0; i < 30; i++) clock.observe(answer(5000, T + i * 137, 60));
    clock.observe(answer(65_000, T + 10_000, 60));
    expect(Math.abs(clock.offset - 65_000)).toBeLessThan(1000);
  });

  it('passes over answers that were kept in a cache, or have no date', () => {
    const clock = new ServerClock(() => T);
    clock.observe(answer(-90_000, T, 40, { age: '90' }));
    clock.observe({ headers: new Headers(), sentAt: T, receivedAt: T });
    expect(clock.offset).toBe(0);
  });
});
