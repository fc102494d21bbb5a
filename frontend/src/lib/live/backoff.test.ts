import { expect, it } from 'vitest';
import { backoff } from './backoff';

it('waits twice as long after each failure, and half a minute at most', () => {
  expect([1, 2, 3, 4, 5, 6, 60].map((failures) => backoff(failures, () => 1))).toEqual([
    1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
  ]);
});

it('draws by lot, but never waits for nothing', () => {
  expect(backoff(4, () => 0.5)).toBe(4_000);
  expect(backoff(4, () => 0)).toBe(250);
});
