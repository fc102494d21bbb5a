import { describe, expect, it } from 'vitest';
import { prepareMessage } from './message';

describe('prepareMessage', () => {
  it.each([
    ['plain', 5],
    ['👨‍👩‍👧‍👦', 1],
    ['🏳️‍🌈🇳🇬', 2],
    ['e\u0301', 1],
    ['  a  ', 1],
  ])('counts %j as people see it', (text, length) => {
    expect(prepareMessage(text).length).toBe(length);
  });

  it('sends composed text without what cannot be stored', () => {
    expect(prepareMessage(' cafe\u0301\0 ').text).toBe('café');
  });

  it.each([
    ['   \n', 'empty'],
    ['x'.repeat(280), 'fits'],
    ['x'.repeat(281), 'too_long'],
    ['👨‍👩‍👧‍👦'.repeat(100), 'fits'],
    ['👨‍👩‍👧‍👦'.repeat(200), 'too_heavy'],
  ])('judges', (text, verdict) => {
    expect(prepareMessage(text).verdict).toBe(verdict);
  });
});
