import type { PublicPicture } from '@/api/models';
import { PictureFill } from '@/lib/pictures/picture-fill';
import { firstGrapheme } from '@/lib/text/graphemes';

const sizes = {
  sm: { box: 'size-9 text-sm', shown: '36px' },
  md: { box: 'size-11 text-base', shown: '44px' },
  lg: { box: 'size-28 text-4xl sm:size-32 sm:text-5xl', shown: '128px' },
};

/**
 * A person's picture; without one, or until it is there, initials on a gradient that always
 * belongs to the same handle. Decoration: the name is beside it.
 */
export function Avatar({
  handle,
  name,
  picture,
  size = 'md',
}: {
  handle: string;
  name: string;
  picture?: PublicPicture | undefined;
  size?: keyof typeof sizes;
}) {
  const hue = hueOf(handle);
  const from = `oklch(0.56 0.17 ${hue})`;
  const to = `oklch(0.4 0.16 ${(hue + 55) % 360})`;
  return (
    <span
      aria-hidden="true"
      // Drawn, not written: initials are no text to be read, found or copied.
      data-initials={initials(name)}
      className={`relative inline-flex shrink-0 items-center justify-center rounded-full font-bold text-white shadow-[inset_0_0_0_1px_#ffffff26] select-none before:content-[attr(data-initials)] ${sizes[size].box}`}
      style={{ backgroundImage: `linear-gradient(140deg, ${from}, ${to})` }}
    >
      {picture && <PictureFill picture={picture} sizes={sizes[size].shown} />}
    </span>
  );
}

function hueOf(handle: string): number {
  let hash = 2166136261;
  for (const character of handle.toLowerCase()) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619);
  }
  return (hash >>> 0) % 360;
}

function initials(name: string): string {
  const all = name.trim().split(/\s+/);
  const spoken = all.filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const words = spoken.length > 0 ? spoken : all;
  const last = words.length > 1 ? words.at(-1) : '';
  return (firstGrapheme(words[0] ?? '') + firstGrapheme(last ?? '')).toUpperCase();
}
