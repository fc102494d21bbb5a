import type { CSSProperties } from 'react';
import type { Activity, Photo } from '@/api/models';
import { cellClass, inCard, onPage, SHARED_RATIO, singleBox, sizesOf } from './grid-layout';
import { useOpenViewer } from './open-viewer';
import { PhotoImage } from './photo-image';
import { usePhotos } from './use-photos';

interface PhotoGridProps {
  activity: Activity;
  /** On the crud's own page. */
  large?: boolean;
}

/** The photos of a crud, in a place that is theirs before they come. */
export function PhotoGrid({ activity, large = false }: PhotoGridProps) {
  return activity.photos ? <Grid activity={activity} large={large} /> : null;
}

function Grid({ activity, large }: Required<PhotoGridProps>) {
  const { photos, renew } = usePhotos(activity);
  const open = useOpenViewer();
  const place = large ? onPage : inCard;
  const sizes = sizesOf(photos, place);
  const single = photos.length === 1 ? photos[0] : undefined;
  return (
    <div
      role="group"
      aria-label={photos.length === 1 ? 'Photo' : `${photos.length} photos`}
      className={`mt-2 overflow-hidden rounded-2xl border border-line ${single ? '' : 'grid grid-cols-2 grid-rows-2 gap-0.5'}`}
      style={single ? boxStyle(singleBox(single, place)) : { aspectRatio: SHARED_RATIO }}
    >
      {photos.map((photo, index) => (
        <button
          key={photo.id}
          type="button"
          aria-label={spoken(photo, index, photos.length)}
          onClick={() => open({ id: activity.id, index })}
          className={`relative block size-full min-h-0 min-w-0 outline-none after:absolute after:inset-0 after:rounded-[inherit] focus-visible:after:shadow-[inset_0_0_0_3px_#fff,inset_0_0_0_6px_var(--accent-fill)] forced-colors:focus-visible:after:border-4 ${cellClass(index, photos.length)}`}
        >
          <PhotoImage photo={photo} sizes={sizes} onBroken={renew} />
          <Marks photo={photo} />
        </button>
      ))}
    </div>
  );
}

function boxStyle({ ratio, width }: ReturnType<typeof singleBox>): CSSProperties {
  return { aspectRatio: ratio, width: `min(100%, ${width}px)` };
}

/** Its name: what it shows, which it is, and what the button does. */
function spoken({ alt, animated }: Photo, index: number, count: number): string {
  const which = count === 1 ? 'Photo' : `Photo ${index + 1} of ${count}`;
  const parts = [alt, which, animated && 'first frame of a GIF', !alt && 'not described'];
  return `${parts.filter(Boolean).join(', ')}. View`;
}

/** What is to be known of a photo at a glance. */
function Marks({ photo }: { photo: Photo }) {
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
