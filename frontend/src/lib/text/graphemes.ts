const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** How many characters a person sees: a family emoji is one. */
export function countGraphemes(text: string): number {
  return [...segmenter.segment(text)].length;
}

/** Splits a text after its first `limit` visible characters. */
export function splitAtGrapheme(text: string, limit: number): [string, string] {
  let count = 0;
  for (const { index } of segmenter.segment(text)) {
    if (count === limit) return [text.slice(0, index), text.slice(index)];
    count++;
  }
  return [text, ''];
}

/** The first visible character, for initials. */
export function firstGrapheme(text: string): string {
  return splitAtGrapheme(text, 1)[0];
}
