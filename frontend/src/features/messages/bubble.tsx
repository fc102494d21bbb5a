import { LinkedText } from '@/components/linked-text';
import type { Place } from './rows';

const linkInMine = 'underline decoration-white/60 hover:decoration-white';

/** Words in their bubble; its corners tell where it stands among what was said in one go. */
export function Bubble({ text, mine, place }: { text: string; mine: boolean; place: Place }) {
  const side = mine
    ? `bg-fill text-on-accent ${place.first ? '' : 'rounded-tr-md'} ${place.last ? '' : 'rounded-br-md'}`
    : `bg-bubble text-ink ${place.first ? '' : 'rounded-tl-md'} ${place.last ? '' : 'rounded-bl-md'}`;
  return (
    <div className={`forced-line w-fit max-w-full rounded-2xl px-3.5 py-2 ${side}`}>
      <p dir="auto" className="text-base leading-snug wrap-anywhere whitespace-pre-wrap">
        {mine ? <LinkedText text={text} linkClass={linkInMine} /> : <LinkedText text={text} />}
      </p>
    </div>
  );
}
