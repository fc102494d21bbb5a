import { describe, expect, it } from 'vitest';
import { aPhoto, aPicture } from '@/testing/data';
import { fallbackUrl, srcSet } from './renditions';

describe('renditions', () => {
  it('names every width of a format, signed where it is signed', () => {
    const photo = aPhoto({
      base_url: '/media/photos/1/',
      signature: 'Policy=a',
      widths: [320, 640],
    });
    expect(srcSet(photo, 'webp')).toBe(
      '/media/photos/1/320.webp?Policy=a 320w,/media/photos/1/640.webp?Policy=a 640w',
    );
    expect(srcSet(photo, 'jpeg')).toContain('/media/photos/1/640.jpg?Policy=a 640w');
  });

  it('leaves out a format that is not there', () => {
    expect(srcSet(aPicture({ formats: ['jpeg'] }), 'webp')).toBeUndefined();
  });

  it.each([
    { widths: [320, 640, 1280, 2048], width: 640 },
    { widths: [64, 128, 256, 512], width: 512 },
    { widths: [40], width: 40 },
  ])('falls back to $width of $widths', ({ widths, width }) => {
    const picture = aPicture({ base_url: '/media/public/1/', widths });
    expect(fallbackUrl(picture)).toBe(`/media/public/1/${width}.jpg`);
  });
});
