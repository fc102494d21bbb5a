import { describe, expect, it } from 'vitest';
import { TTLS, ttlLength } from './ttl';

describe('ttlLength', () => {
  it('is as long as the label says', () => {
    const hours = TTLS.map(({ value }) => ttlLength(value) / 3_600_000);
    expect(hours).toEqual([1, 3, 12, 24, 72, 168, 720]);
  });
});
