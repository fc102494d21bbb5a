import { expect, it } from 'vitest';
import { aPhoto } from '@/testing/data';
import { gistOf } from './gist';

it.each([
  { message: 'hello', count: 0, gist: 'hello' },
  { message: 'look', count: 1, gist: 'look [1 photo]' },
  { message: '', count: 3, gist: '[3 photos]' },
])('is $gist', ({ message, count, gist }) => {
  const photos = Array.from({ length: count }, () => aPhoto());
  expect(gistOf({ message, ...(count > 0 && { photos }) })).toBe(gist);
});
