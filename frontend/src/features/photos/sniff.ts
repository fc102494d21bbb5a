import type { CreateUpload } from '@/api/models';

/** What a file is by its first bytes, whatever it is called. */
export type FileKind = CreateUpload['content_type'] | 'heic' | 'unknown';

// Brands of the container that phones save photos in; AVIF is one, too.
const HEIC_BRANDS = ['heic', 'heix', 'hevc', 'heim', 'heis', 'mif1', 'msf1', 'avif', 'avis'];

/** Looks at the beginning of a file. */
export async function sniff(file: Blob): Promise<FileKind> {
  const bytes = new Uint8Array(await file.slice(0, 16).arrayBuffer());
  const text = String.fromCharCode(...bytes);
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (/^GIF8[79]a/.test(text)) return 'image/gif';
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'image/webp';
  if (text.slice(4, 8) === 'ftyp' && HEIC_BRANDS.includes(text.slice(8, 12))) return 'heic';
  return 'unknown';
}
