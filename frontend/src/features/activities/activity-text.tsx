import { LinkedText } from '@/components/linked-text';

/** A crud's words, with addresses and mentions made links. */
export function ActivityText({ text, large = false }: { text: string; large?: boolean }) {
  return (
    <p
      dir="auto"
      className={`wrap-anywhere whitespace-pre-wrap ${large ? 'text-xl leading-normal sm:text-[1.375rem]' : 'text-base leading-normal'}`}
    >
      <LinkedText text={text} />
    </p>
  );
}
