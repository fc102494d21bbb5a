/** A piece of a crud's text. */
export type TextPart =
  | { kind: 'text'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: 'mention'; text: string; handle: string };

// A web address runs to the next space or angle bracket. A mention stands alone: not in an
// e-mail address, a path, or a longer word.
const candidates =
  /(?<url>https?:\/\/[^\s<>"]+)|(?<![\p{L}\p{N}_@./])@(?<handle>[A-Za-z0-9_]{3,20})(?![\p{L}\p{N}_@])/giu;

/** Finds web addresses and mentions. The parts joined are the text again. */
export function linkify(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(candidates)) {
    const part = partOf(match);
    if (!part) continue;
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) });
    parts.push(part);
    end = match.index + part.text.length;
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
  return parts;
}

function partOf(match: RegExpMatchArray): TextPart | null {
  const { url, handle } = match.groups ?? {};
  if (handle) return { kind: 'mention', text: `@${handle}`, handle };
  const text = trimmed(url ?? '');
  const href = webAddress(text);
  return href ? { kind: 'link', text, href } : null;
}

/** Leaves to the sentence the punctuation that closes it. */
function trimmed(url: string): string {
  let text = url.replace(/[.,:;!?'"*~…]+$/u, '');
  while (text.endsWith(')') && count(text, ')') > count(text, '(')) {
    text = text.slice(0, -1).replace(/[.,:;!?'"]+$/u, '');
  }
  return text;
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

/** The address, if it is one that a link may safely have. */
export function webAddress(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const web = url.protocol === 'https:' || url.protocol === 'http:';
  // `https://bank.example@evil.example/` reads like the bank: never a link.
  if (!web || url.username !== '' || url.password !== '') return null;
  return url.href;
}
