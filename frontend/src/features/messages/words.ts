import {
  sameHandle,
  type Message,
  type MessageGroup,
  type MessagePreview,
  type Person,
} from '@/api/messages';
import { countOf } from '@/lib/text/count';
import { isTtl, ttlLabel } from '@/lib/text/ttl';

/** The others in a conversation. */
export function othersIn(group: MessageGroup, me: string): MessageGroup['members'] {
  return group.members.filter(({ handle }) => !sameHandle(handle, me));
}

/** What a conversation is called: a group by its name, one-to-one by the other person's. */
export function nameOf(group: MessageGroup, me: string): string {
  if (group.name) return group.name;
  const names = othersIn(group, me).map((member) => member.display_name);
  return names.length > 0 ? names.join(', ') : 'Nobody else';
}

/** "1 day", or "off". */
export function timerLabel(timer: string): string {
  return isTtl(timer) ? ttlLabel(timer) : 'off';
}

/** What became of a conversation, as a sentence. */
export function eventWords(
  {
    kind,
    sender,
    subject,
    name,
    timer,
  }: Pick<Message, 'kind' | 'sender' | 'subject' | 'name'> & {
    timer?: string | undefined;
  },
  me: string,
): string {
  const who = said(sender, me);
  switch (kind) {
    case 'created':
      return name ? `${who} started “${name}”` : `${who} started this conversation`;
    case 'added':
      return `${who} added ${subject ? (said(subject, me).toLowerCase() === 'you' ? 'you' : subject.display_name) : 'somebody'}`;
    case 'left':
      return `${who} left`;
    case 'renamed':
      return `${who} named it “${name ?? ''}”`;
    case 'timer':
      return timer && timer !== 'off'
        ? `${who} set the timer: what is sent from now on burns after ${timerLabel(timer)}`
        : `${who} switched the timer off`;
    case 'text':
      return '';
  }
}

/** The newest message in one line, as the list shows it. */
export function previewWords(
  { kind, sender, subject, excerpt, photos_count }: MessagePreview,
  group: MessageGroup,
  me: string,
): string {
  if (kind !== 'text') {
    return eventWords(
      { kind, sender, ...(subject ? { subject } : {}), name: excerpt, timer: excerpt },
      me,
    );
  }
  const words = excerpt || countOf(photos_count, 'photo', 'photos');
  if (sameHandle(sender.handle, me)) return `You: ${words}`;
  return group.kind === 'group' ? `${sender.display_name}: ${words}` : words;
}

/** "Nova is typing", for as many as there are. */
export function typingWords(group: MessageGroup, handles: readonly string[]): string {
  const names = handles.flatMap((handle) => {
    const member = group.members.find((candidate) => sameHandle(candidate.handle, handle));
    return member ? [member.display_name] : [];
  });
  if (names.length === 0) return '';
  if (names.length === 1) return `${names[0] ?? ''} is typing…`;
  if (names.length === 2) return `${names.join(' and ')} are typing…`;
  return 'Several people are typing…';
}

/** Who has seen a message of mine; empty when nobody has. */
export function seenWords(group: MessageGroup, id: string, me: string): string {
  const seen = othersIn(group, me).filter(({ last_read_id }) => (last_read_id ?? '') >= id);
  if (seen.length === 0) return '';
  if (group.kind === 'one_to_one') return 'Seen';
  if (seen.length === group.members.length - 1) return 'Seen by everybody';
  const names = seen.map((member) => member.display_name);
  const [first = '', second = ''] = names;
  if (names.length > 2) return `Seen by ${first}, ${second} and ${names.length - 2} more`;
  return `Seen by ${names.join(' and ')}`;
}

function said(person: Person, me: string): string {
  return sameHandle(person.handle, me) ? 'You' : person.display_name;
}
