import { describe, expect, it } from 'vitest';
import { aSignature } from '@/testing/data';
import { isOutdated, signatureEnd } from './signature';

describe('the signature of a photo', () => {
  it('tells until when it counts', () => {
    expect(signatureEnd(aSignature('2026-11-25T12:00:00Z'))).toBe(
      Date.parse('2026-11-25T12:00:00Z'),
    );
  });

  it.each(['', 'Policy=', 'Policy=abc&Signature=x', 'Policy=e30_'])('can’t be read: %j', (text) => {
    expect(signatureEnd(text)).toBeNull();
    expect(isOutdated(text, '2026-11-25T12:00:00Z')).toBe(false);
  });

  it('is outdated when the crud lives longer by now', () => {
    const signature = aSignature('2026-11-25T12:00:00Z');
    expect(isOutdated(signature, '2026-11-25T12:00:00.700Z')).toBe(false);
    expect(isOutdated(signature, '2026-11-25T13:00:00Z')).toBe(true);
    expect(isOutdated(signature, '2026-11-25T11:00:00Z')).toBe(false);
  });
});
