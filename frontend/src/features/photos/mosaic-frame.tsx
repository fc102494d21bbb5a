import type { ReactNode } from 'react';
import { SHARED_RATIO, singleBox, type Place } from './grid-layout';

interface MosaicFrameProps {
  photos: readonly { width: number; height: number }[];
  place: Place;
  className?: string;
  /** One for each photo. */
  children: ReactNode;
}

/** The box of one to four photos. */
export function MosaicFrame({ photos, place, className = '', children }: MosaicFrameProps) {
  const [first] = photos;
  const single = photos.length === 1 && first ? singleBox(first, place) : undefined;
  const { ratio, width } = single ?? { ratio: SHARED_RATIO, width: place.width };
  return (
    <div
      role="group"
      aria-label={single ? 'Photo' : `${photos.length} photos`}
      className={`max-w-full overflow-hidden rounded-2xl border border-line ${single ? '' : 'grid grid-cols-2 grid-rows-2 gap-0.5'} ${className}`}
      // A width of its own: what is around it may be as wide as what is in it.
      style={{ aspectRatio: ratio, width }}
    >
      {children}
    </div>
  );
}
