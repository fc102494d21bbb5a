import type { Photo, PublicPicture } from '@/api/models';

/** A picture that exists in several widths and formats; photos of cruds are signed too. */
export type Renditions = Pick<PublicPicture, 'base_url' | 'widths' | 'formats'> &
  Partial<Pick<Photo, 'signature'>>;

type Format = Renditions['formats'][number];

const endings: Record<Format, string> = { webp: 'webp', jpeg: 'jpg' };

/** The address of one rendition. */
export function renditionUrl(picture: Renditions, width: number, format: Format): string {
  const query = picture.signature ? `?${picture.signature}` : '';
  return `${picture.base_url}${width}.${endings[format]}${query}`;
}

/** What `srcset` takes: every width in one format, or nothing when there is none in it. */
export function srcSet(picture: Renditions, format: Format): string | undefined {
  if (!picture.formats.includes(format)) return undefined;
  return picture.widths.map((width) => `${renditionUrl(picture, width, format)} ${width}w`).join();
}

/** For browsers without `srcset`: large enough for most places. */
export function fallbackUrl(picture: Renditions): string {
  const format = picture.formats.includes('jpeg') ? 'jpeg' : (picture.formats[0] ?? 'jpeg');
  const width = picture.widths.find((candidate) => candidate >= 640) ?? picture.widths.at(-1) ?? 0;
  return renditionUrl(picture, width, format);
}
