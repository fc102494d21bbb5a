import { firstGrapheme } from '@/lib/text/graphemes';

const sizes = {
  sm: 'size-9 text-sm',
  md: 'size-11 text-base',
  lg: 'size-28 text-4xl sm:size-32 sm:text-5xl',
};

/** Initials on a gradient that always belongs to the same handle. Decoration: the name is beside it. */
export function Avatar({
  handle,
  name,
  size = 'md',
}: {
  handle: string;
  name: string;
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
      className={`inline-flex shrink-0 items-center justify-center rounded-full font-bold text-white shadow-[inset_0_0_0_1px_#ffffff26] select-none before:content-[attr(data-initials)] ${sizes[size]}`}
      style={{ backgroundImage: `linear-gradient(140deg, ${from}, ${to})` }}
    />
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
