import { Link } from '@tanstack/react-router';
import { linkify, type TextPart } from '@/lib/text/linkify';

const plain = 'text-accent underline decoration-transparent hover:decoration-current';

/** Words with addresses and mentions made links. Only elements and text: never HTML. */
export function LinkedText({ text, linkClass = plain }: { text: string; linkClass?: string }) {
  return linkify(text).map((part, index) => <Part key={index} part={part} look={linkClass} />);
}

function Part({ part, look }: { part: TextPart; look: string }) {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'mention':
      return (
        <Link
          to="/@{$handle}"
          params={{ handle: part.handle }}
          data-person={part.handle}
          className={look}
        >
          {part.text}
        </Link>
      );
    case 'link':
      return (
        <a href={part.href} rel="nofollow ugc noopener" target="_blank" className={look}>
          {shown(part.text)}
        </a>
      );
  }
}

/** Addresses read without their scheme, and not at any length. */
function shown(address: string): string {
  const bare = address.replace(/^https?:\/\//i, '').replace(/\/$/, '');
  return bare.length > 48 ? `${bare.slice(0, 47)}…` : bare;
}
