import { describe, expect, it } from 'vitest';
import { safeReturnTo } from './return-to';

describe('safeReturnTo', () => {
  it('keeps places within the site', () => {
    expect(safeReturnTo('/@nova/cruds/1?x=y#z')).toBe('/@nova/cruds/1?x=y#z');
  });

  it.each([
    undefined,
    '',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'https://evil.example',
    'javascript:alert(1)',
  ])('goes home for %j', (target) => {
    expect(safeReturnTo(target)).toBe('/');
  });
});
