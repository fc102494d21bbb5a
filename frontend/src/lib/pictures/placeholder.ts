import { thumbHashToDataURL } from 'thumbhash';

/** The picture that a ThumbHash (in base64) stands for, as an address; null when it isn't one. */
export function placeholderUrl(hash: string): string | null {
  try {
    const bytes = Uint8Array.from(atob(hash), (character) => character.charCodeAt(0));
    return bytes.length < 5 ? null : thumbHashToDataURL(bytes);
  } catch {
    return null;
  }
}
