import { expect, it } from 'vitest';
import { placeholderUrl } from './placeholder';

it('draws a ThumbHash', () => {
  expect(placeholderUrl('3OcRJYB4d3h/iIeHeEh3eIhw+j3A')).toMatch(/^data:image\/png;base64,/);
});

it.each(['', '!', 'AA=='])('has nothing to draw for %j', (hash) => {
  expect(placeholderUrl(hash)).toBeNull();
});
