import { useState } from 'react';
import type { AttachedPhoto } from '@/lib/attachments/attachments';
import { placeholderUrl } from '@/lib/pictures/placeholder';
import { cellClass, type Place } from './grid-layout';
import { MosaicFrame } from './mosaic-frame';

/** Photos on their way out, where they will be: the files themselves, or what is known of them. */
export function SendingMosaic({
  photos,
  place,
}: {
  photos: readonly AttachedPhoto[];
  place: Place;
}) {
  return (
    <MosaicFrame photos={photos} place={place}>
      {photos.map((photo, index) => (
        <span
          key={photo.id}
          className={`relative block size-full min-h-0 min-w-0 bg-sunken ${cellClass(index, photos.length)}`}
        >
          <Sending photo={photo} />
        </span>
      ))}
    </MosaicFrame>
  );
}

function Sending({ photo }: { photo: AttachedPhoto }) {
  const [broken, setBroken] = useState(false);
  const src = broken ? null : photo.preview;
  return (
    <img
      src={src ?? placeholderUrl(photo.placeholder) ?? undefined}
      alt={photo.alt || 'Not described'}
      draggable={false}
      onError={() => setBroken(true)}
      className="absolute inset-0 size-full object-cover"
    />
  );
}
