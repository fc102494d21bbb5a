import { useMemo, useState } from 'react';
import type { PublicPicture } from '@/api/models';
import { placeholderUrl } from './placeholder';
import { ResponsiveImage } from './responsive-image';

/**
 * An avatar or a banner that fills its place, over its placeholder until it is there. When it
 * doesn't come, what lies behind it is seen. Decoration: the name is beside it.
 */
export function PictureFill({ picture, sizes }: { picture: PublicPicture; sizes: string }) {
  const [broken, setBroken] = useState('');
  const placeholder = useMemo(() => placeholderUrl(picture.placeholder), [picture.placeholder]);
  if (broken === picture.base_url) return null;
  return (
    <span
      className="absolute inset-0 overflow-hidden rounded-[inherit] bg-cover bg-center"
      style={placeholder ? { backgroundImage: `url(${placeholder})` } : undefined}
    >
      <ResponsiveImage
        key={picture.base_url}
        picture={picture}
        sizes={sizes}
        alt=""
        loading="lazy"
        onError={() => setBroken(picture.base_url)}
        className="size-full object-cover"
      />
    </span>
  );
}
