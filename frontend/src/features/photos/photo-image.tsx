import { onlineManager } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { placeholderUrl } from '@/lib/pictures/placeholder';
import { ResponsiveImage } from '@/lib/pictures/responsive-image';
import { useOnline } from '@/lib/use-online';
import { backgroundPosition } from './focal-point';
import type { ShownPhoto } from './shown-photo';

interface PhotoImageProps {
  photo: ShownPhoto;
  sizes: string;
  /** It didn't come: asks for another signature. */
  onBroken: () => Promise<unknown>;
  /** It is what is looked at: not only when it comes into sight. */
  eager?: boolean;
}

/** A photo that fills its place, over its placeholder until it is there. */
export function PhotoImage({ photo, sizes, onBroken, eager = false }: PhotoImageProps) {
  const { shown, status, settle, giveUp } = useShown(photo);
  const placeholder = useMemo(() => placeholderUrl(photo.placeholder), [photo.placeholder]);
  const position = backgroundPosition(photo.focal_point);
  return (
    <span
      className="absolute inset-0 block bg-sunken bg-cover"
      style={{
        backgroundPosition: position,
        ...(placeholder && { backgroundImage: `url(${placeholder})` }),
      }}
    >
      {status === 'gone' ? (
        <Gone />
      ) : (
        <ResponsiveImage
          key={shown.signature}
          picture={shown}
          sizes={sizes}
          alt={photo.alt}
          loading={eager ? 'eager' : 'lazy'}
          onLoad={() => settle('loaded')}
          onError={() => {
            // Without a net nobody can be asked: it is tried again when that is back.
            if (!onlineManager.isOnline()) {
              settle('gone');
              return;
            }
            settle('asking');
            void onBroken().then(giveUp);
          }}
          className={`size-full object-cover transition-opacity duration-300 ${status === 'loaded' ? '' : 'opacity-0'}`}
          style={{ objectPosition: position }}
        />
      )}
    </span>
  );
}

type Status = 'loading' | 'loaded' | 'asking' | 'gone';

/**
 * With which signature the photo is shown. What shows already isn't loaded again for a newer
 * one; what didn't come is, and once more when the device is back online.
 */
function useShown(photo: ShownPhoto) {
  const [shown, setShown] = useState(photo);
  const [status, setStatus] = useState<Status>('loading');
  if (photo.signature !== shown.signature && status !== 'loaded') {
    setShown(photo);
    setStatus('loading');
  }
  useEffect(() => {
    if (status !== 'gone') return;
    return onlineManager.subscribe((online) => {
      if (online) setStatus('loading');
    });
  }, [status]);
  // An answer that changed nothing; with another signature it is already loading anew.
  const giveUp = () => setStatus((now) => (now === 'asking' ? 'gone' : now));
  return { shown, status, settle: setStatus, giveUp };
}

function Gone() {
  const online = useOnline();
  return (
    <span className="absolute inset-0 flex items-center justify-center bg-[#130b20b3] p-3 text-center text-sm font-semibold text-white">
      {online ? 'This photo is gone' : 'Offline: this photo isn’t here yet'}
    </span>
  );
}
