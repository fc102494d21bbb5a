import { describe, expect, it } from 'vitest';
import { cellClass, inCard, singleBox, sizesOf } from './grid-layout';

describe('the box of a photo that is alone', () => {
  it.each([
    { shape: 'landscape', width: 4000, height: 3000, ratio: 4 / 3, shown: 510 },
    { shape: 'portrait', width: 3000, height: 4000, ratio: 3 / 4, shown: 383 },
    { shape: 'a tower', width: 500, height: 5000, ratio: 3 / 4, shown: 383 },
    { shape: 'a panorama', width: 9000, height: 1000, ratio: 2, shown: 510 },
    { shape: 'a small one', width: 200, height: 200, ratio: 1, shown: 200 },
    { shape: 'a dot', width: 1, height: 1, ratio: 1, shown: 160 },
  ])('has its own shape within bounds: $shape', ({ width, height, ratio, shown }) => {
    expect(singleBox({ width, height }, inCard)).toEqual({ ratio, width: shown });
  });
});

it('says how wide photos are shown', () => {
  const photo = { width: 4000, height: 3000 };
  expect(sizesOf([photo], inCard)).toBe('(min-width: 40rem) 510px, min(510px, calc(100vw - 90px))');
  expect(sizesOf([photo, photo], inCard)).toBe(
    '(min-width: 40rem) 255px, calc((100vw - 90px) / 2)',
  );
});

it.each([
  { count: 2, high: [true, true] },
  { count: 3, high: [true, false, false] },
  { count: 4, high: [false, false, false, false] },
])('gives $count photos their cells', ({ count, high }) => {
  const cells = high.map((_, index) => cellClass(index, count) !== '');
  expect(cells).toEqual(high);
});
