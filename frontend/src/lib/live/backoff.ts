const FIRST = 1_000;
const LONGEST = 30_000;
const SHORTEST = 250;

/**
 * Milliseconds to wait before the next try. They grow with the failures and are drawn by lot, so
 * that a thousand tabs that lost the same server don't come back at the same moment.
 */
export function backoff(failures: number, random: () => number = Math.random): number {
  const most = Math.min(LONGEST, FIRST * 2 ** Math.max(0, failures - 1));
  return Math.max(SHORTEST, Math.round(random() * most));
}
