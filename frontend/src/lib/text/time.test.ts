import { describe, expect, it } from 'vitest';
import { clockTime, shortAge, untilAgeChanges } from './time';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('shortAge', () => {
  it.each([
    [-5000, 'now'],
    [59_999, 'now'],
    [MINUTE, '1 m'],
    [HOUR - 1, '59 m'],
    [HOUR, '1 h'],
    [DAY - 1, '23 h'],
    [29 * DAY, '29 d'],
  ])('reads %d ms as %s', (age, words) => {
    expect(shortAge(0, age)).toBe(words);
  });

  it('changes exactly when untilAgeChanges says', () => {
    for (const age of [0, 1, 59_999, MINUTE, 17 * MINUTE + 5, HOUR, 5 * HOUR + 1, 3 * DAY + 7]) {
      const wait = untilAgeChanges(0, age);
      expect(shortAge(0, age + wait - 1)).toBe(shortAge(0, age));
      expect(shortAge(0, age + wait)).not.toBe(shortAge(0, age));
    }
  });
});

describe('clockTime', () => {
  it('names the day only where it is another', () => {
    const noon = new Date(2026, 10, 24, 12).getTime();
    expect(clockTime(noon + HOUR, noon)).not.toContain('24');
    expect(clockTime(noon + DAY, noon)).toContain('25');
  });
});
