import { describe, expect, it } from 'vitest';
import { durationWords } from './duration';

describe('durationWords', () => {
  it.each([
    [0, '0 seconds'],
    [0.42, '0.5 seconds'],
    [1, '1 second'],
    [4.21, '4.3 seconds'],
    [58.2, '59 seconds'],
    [119.5, '120 seconds'],
    [120, '2 minutes'],
    [3599, '60 minutes'],
    [3600, '1 hour'],
    [5400, '1.5 hours'],
    [30_601, '8.6 hours'],
    [3 * 86_400, '3 days'],
  ])('reads %d seconds as %s', (seconds, words) => {
    expect(durationWords(seconds)).toBe(words);
  });
});
