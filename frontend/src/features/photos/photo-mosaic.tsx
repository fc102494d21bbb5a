import { cellClass, sizesOf, type Place } from './grid-layout';
import { MosaicFrame } from './mosaic-frame';
import { PhotoImage } from './photo-image';
import type { ShownPhoto } from './shown-photo';

interface PhotoMosaicProps {
  photos: readonly ShownPhoto[];
  place: Place;
  /** Asks for other signatures; never fails. */
  renew: () => Promise<unknown>;
  onOpen: (index: number) => void;
  className?: string;
}

/** One to four photos, in a place that is theirs before they come. */
export function PhotoMosaic({ photos, place, renew, onOpen, className = '' }: PhotoMosaicProps) {
  const sizes = sizesOf(photos, place);
  return (
    <MosaicFrame photos={photos} place={place} className={className}>
      {photos.map((photo, index) => (
        <button
          key={photo.id}
          type="button"
          aria-label={spoken(photo, index, photos.length)}
          onClick={() => onOpen(index)}
          className={`relative block size-full min-h-0 min-w-0 outline-none after:absolute after:inset-0 after:rounded-[inherit] focus-visible:after:shadow-[inset_0_0_0_3px_#fff,inset_0_0_0_6px_var(--accent-fill)] forced-colors:focus-visible:after:border-4 ${cellClass(index, photos.length)}`}
        >
          <PhotoImage photo={photo} sizes={sizes} onBroken={renew} />
          <Marks photo={photo} />
        </button>
      ))}
    </MosaicFrame>
  );
}

/** Its name: what it shows, which it is, and what the button does. */
function spoken({ alt, animated }: ShownPhoto, index: number, count: number): string {
  const which = count === 1 ? 'Photo' : `Photo ${index + 1} of ${count}`;
  const parts = [alt, which, animated && 'first frame of a GIF', !alt && 'not described'];
  return `${parts.filter(Boolean).join(', ')}. View`;
}

/** What is to be known of a photo at a glance. */
function Marks({ photo }: { photo: ShownPhoto }) {
  return (
    <span
      aria-hidden="true"
      className="absolute bottom-2 left-2 flex gap-1 text-[0.6875rem] leading-none font-bold text-white"
    >
      {photo.animated && <Mark>GIF</Mark>}
      {photo.alt && <Mark>ALT</Mark>}
    </span>
  );
}

function Mark({ children }: { children: string }) {
  return <span className="rounded-md bg-[#0d0716cc] px-1.5 py-1">{children}</span>;
}
