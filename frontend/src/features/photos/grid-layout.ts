import type { Photo } from '@/api/models';

type Shape = Pick<Photo, 'width' | 'height'>;

/** Where photos are shown: how wide their place is at most, and what is beside it on a phone. */
export interface Place {
  width: number;
  beside: number;
  tallest: number;
}

export const inCard: Place = { width: 510, beside: 90, tallest: 510 };
export const inBubble: Place = { width: 352, beside: 128, tallest: 400 };
export const onPage: Place = { width: 566, beside: 34, tallest: 640 };

// Very tall or wide photos are cropped to these; the viewer shows them whole.
const NARROWEST = 3 / 4;
const WIDEST = 2;
// Small enough for any picture, large enough for a finger.
const SMALLEST = 160;

/** The shape that several photos share. */
export const SHARED_RATIO = 3 / 2;

/** The box of a photo that is alone: its own shape within bounds, and never blown up. */
export function singleBox({ width, height }: Shape, place: Place) {
  const ratio = Math.min(WIDEST, Math.max(NARROWEST, width / height));
  const fitting = Math.min(place.width, place.tallest * ratio, Math.max(SMALLEST, width));
  return { ratio, width: Math.round(fitting) };
}

/** What `sizes` says of the photo at `index` of `photos`. */
export function sizesOf(photos: readonly Shape[], place: Place): string {
  const [first] = photos;
  if (!first || photos.length > 1) {
    return `(min-width: 40rem) ${place.width / 2}px, calc((100vw - ${place.beside}px) / 2)`;
  }
  const { width } = singleBox(first, place);
  return `(min-width: 40rem) ${width}px, min(${width}px, calc(100vw - ${place.beside}px))`;
}

/** The cell of the photo at `index` of `count` in two columns and two rows. */
export function cellClass(index: number, count: number): string {
  const high = count === 2 || (count === 3 && index === 0);
  return high ? 'row-span-2' : '';
}
