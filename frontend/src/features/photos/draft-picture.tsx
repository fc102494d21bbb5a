import { useMemo, useState } from 'react';
import { placeholderUrl } from '@/lib/pictures/placeholder';
import type { DraftPhoto } from './photo-draft';

/** What a photo of a draft looks like: the file itself, or after a reload its placeholder. */
export function DraftPicture({ photo, className }: { photo: DraftPhoto; className: string }) {
  const [broken, setBroken] = useState(false);
  const hash = photo.state.phase === 'ready' ? photo.state.picture.placeholder : undefined;
  const placeholder = useMemo(() => (hash ? placeholderUrl(hash) : null), [hash]);
  const src = photo.preview && !broken ? photo.preview : placeholder;
  if (!src) return null;
  // What it shows is said by who shows it.
  return (
    <img
      src={src}
      alt=""
      draggable={false}
      decoding="async"
      onError={() => setBroken(true)}
      className={className}
    />
  );
}
