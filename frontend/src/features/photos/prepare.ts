import { drawn, measure, openBitmap } from './canvas';
import { sniff } from './sniff';
import type { UploadJob } from './upload-state';
import type { Prepared } from './uploader';
import { NotUsable, words } from './upload-words';

/** The largest file of each purpose, in bytes; as in the contract. */
const MOST: Record<UploadJob['purpose'], number> = {
  photo: 20_000_000,
  message: 20_000_000,
  avatar: 10_000_000,
  banner: 10_000_000,
};

/** The largest rendition is half of this; more would only be uploaded to be thrown away. */
const LONGEST_SIDE = 4096;

/**
 * Makes a file ready to be sent. Small originals stay as they are; huge ones are made smaller
 * here, and what only this browser can open becomes a JPEG. GIFs are never touched.
 */
export async function prepare(file: File, purpose: UploadJob['purpose']): Promise<Prepared> {
  if (file.size === 0) throw new NotUsable(words.empty);
  const kind = await sniff(file);
  const most = MOST[purpose];
  if (kind === 'unknown') throw new NotUsable(words.unsupported);
  if (kind === 'heic') return { body: await smaller(file, words.heic), type: 'image/jpeg' };
  const original: Prepared = { body: file.slice(0, file.size, kind), type: kind };
  if (kind === 'image/gif') {
    if (file.size > most) throw new NotUsable(words.tooLarge(most));
    return original;
  }
  const size = await measure(file);
  const huge = size !== null && Math.max(size.width, size.height) > LONGEST_SIDE;
  if (file.size <= most && !huge) return original;
  try {
    return { body: await smaller(file, words.tooLarge(most)), type: 'image/jpeg' };
  } catch (error) {
    // The service may still be able to open what this browser can't.
    if (file.size <= most) return original;
    throw error;
  }
}

async function smaller(file: File, otherwise: string): Promise<Blob> {
  const bitmap = await openBitmap(file).catch(() => {
    throw new NotUsable(otherwise);
  });
  const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const source = { x: 0, y: 0, width: bitmap.width, height: bitmap.height };
  try {
    return await drawn(bitmap, source, { width, height });
  } finally {
    bitmap.close();
  }
}
