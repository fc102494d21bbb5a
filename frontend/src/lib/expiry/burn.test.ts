import { describe, expect, it } from 'vitest';
import { burnAt, longTimeLeft, shortTimeLeft, untilNextChange } from './burn';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('burnAt', () => {
  it('goes from whole to nothing and stays there', () => {
    expect(burnAt(0, HOUR, 0)).toEqual({ left: HOUR, share: 1, heat: 'calm' });
    expect(burnAt(0, HOUR, HOUR / 4)).toMatchObject({ share: 0.75, heat: 'calm' });
    expect(burnAt(0, HOUR, HOUR / 2)).toMatchObject({ share: 0.5, heat: 'warm' });
    expect(burnAt(0, HOUR, HOUR + 1)).toEqual({ left: 0, share: 0, heat: 'hot' });
  });

  it('is whole for a crud that the clock says is not born yet', () => {
    expect(burnAt(1000, 1000 + HOUR, 0).share).toBe(1);
  });

  it('turns hot in the last tenth and in the last five minutes', () => {
    expect(burnAt(0, DAY, DAY * 0.89).heat).toBe('warm');
    expect(burnAt(0, DAY, DAY * 0.9).heat).toBe('hot');
    expect(burnAt(0, 8 * MINUTE, 3 * MINUTE).heat).toBe('hot');
  });
});

describe('time left', () => {
  it.each([
    [1, '1 s', '1 second'],
    [42_000, '42 s', '42 seconds'],
    [MINUTE, '1 m', '1 minute'],
    [58 * MINUTE + 100, '58 m', '58 minutes'],
    [HOUR - 100, '1 h', '1 hour'],
    [47 * HOUR, '47 h', '47 hours'],
    [7 * DAY - 900, '7 d', '7 days'],
  ])('reads %d ms as %s', (left, short, long) => {
    expect(shortTimeLeft(left)).toBe(short);
    expect(longTimeLeft(left)).toBe(long);
  });
});

describe('untilNextChange', () => {
  it('is a second in the last minute, and longer the farther the end', () => {
    const wait = (left: number, life: number) =>
      untilNextChange(burnAt(0, life, life - left), 0, life);
    expect(wait(30_000, HOUR)).toBe(1000);
    expect(wait(300, HOUR)).toBe(300);
    expect(wait(30 * MINUTE, HOUR)).toBeLessThanOrEqual(HOUR / 180);
    expect(wait(6.5 * DAY, 7 * DAY)).toBeGreaterThan(MINUTE);
  });

  it('never sleeps past the moment the number changes', () => {
    for (let left = HOUR; left > 0; left -= 777) {
      const wait = untilNextChange(burnAt(0, 30 * DAY, 30 * DAY - left), 0, 30 * DAY);
      // It may be late by a second, which is the shortest sleep.
      const early = Math.max(0, wait - 1000);
      expect(shortTimeLeft(left - early)).toBe(shortTimeLeft(left));
    }
  });
});
