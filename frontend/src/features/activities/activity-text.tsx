import { Link } from '@tanstack/react-router';
import { linkify, type TextPart } from '@/lib/text/linkify';

/** A crud's words, with addresses and mentions made links. Only elements and text: never HTML. */
export function ActivityText({ text, large = false }: { text: string; large?: boolean }) {
  return (
    <p
      dir="auto"
      className={`wrap-anywhere whitespace-pre-wrap ${large ? 'text-xl leading-normal sm:text-[1.375rem]' : 'text-base leading-normal'}`}
    >
      {linkify(text).map((part, index) => (
        <Part key={index} part={part} />
      ))}
    </p>
  );
}

const linkClass = 'text-accent underline decoration-transparent hover:decoration-current';

function Part({ part }: { part: TextPart }) {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'mention':
      return (
        <Link
          to="/@{$handle}"
          params={{ handle: part.handle }}
          data-person={part.handle}
          className={linkClass}
        >
          {part.text}
        </Link>
      );
    case 'link':
      return (
        <a href={part.href} rel="nofollow ugc noopener" target="_blank" className={linkClass}>
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
