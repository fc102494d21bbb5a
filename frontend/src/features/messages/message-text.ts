import { countGraphemes } from '@/lib/text/graphemes';

/** The longest message, in visible characters. */
export const LIMIT = 1024;

// The server's other bound, which only stacks of combining marks and long emoji reach.
const MOST_BYTES = 4096;

/** What a draft would send, and whether it may. */
export interface Prepared {
  text: string;
  length: number;
  verdict: 'empty' | 'fits' | 'too_long' | 'too_heavy';
}

/** Prepares a draft as it will be sent: composed (NFC), without white space around it. */
export function prepare(draft: string): Prepared {
  const text = draft.normalize('NFC').replaceAll('\0', '').trim();
  const length = countGraphemes(text);
  return { text, length, verdict: verdictOn(text, length) };
}

function verdictOn(text: string, length: number): Prepared['verdict'] {
  if (length === 0) return 'empty';
  if (length > LIMIT) return 'too_long';
  return new TextEncoder().encode(text).length > MOST_BYTES ? 'too_heavy' : 'fits';
}
