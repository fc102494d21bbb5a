import type { ComponentProps } from 'react';
import { fallbackUrl, srcSet, type Renditions } from './renditions';

type ResponsiveImageProps = Omit<ComponentProps<'img'>, 'src' | 'srcSet' | 'alt'> & {
  picture: Renditions;
  /** How wide it is shown, as `sizes` says it. */
  sizes: string;
  alt: string;
};

/** A picture in the format and the width that suit the browser and the place. */
export function ResponsiveImage({ picture, sizes, alt, ...image }: ResponsiveImageProps) {
  return (
    <picture className="contents">
      {picture.formats.includes('webp') && (
        <source type="image/webp" srcSet={srcSet(picture, 'webp')} sizes={sizes} />
      )}
      <img
        src={fallbackUrl(picture)}
        srcSet={srcSet(picture, 'jpeg')}
        sizes={sizes}
        alt={alt}
        decoding="async"
        draggable={false}
        {...image}
      />
    </picture>
  );
}
