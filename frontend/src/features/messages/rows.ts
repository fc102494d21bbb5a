import { sameHandle, type Message } from '@/api/messages';
import type { Outgoing } from './outgoing';

/** What stands in a thread, from top to bottom. */
export type Row =
  | { kind: 'day'; key: string; time: number }
  | { kind: 'unread'; key: string }
  | { kind: 'event'; key: string; message: Message }
  | { kind: 'said'; key: string; message: Message; mine: boolean; place: Place }
  | { kind: 'outgoing'; key: string; outgoing: Outgoing; place: Place };

/** Where it stands among what one person said in one go. */
export interface Place {
  first: boolean;
  last: boolean;
}

interface Laying {
  messages: readonly Message[];
  outgoing: readonly Outgoing[];
  me: string;
  /** The newest that was read when the thread was opened; undefined draws no line. */
  readUpTo: string | undefined;
}

/** Lays a thread out: by days, by who speaks in one go, with a line before what is unread. */
export function layOut({ messages, outgoing, me, readUpTo }: Laying): Row[] {
  const rows: Row[] = [];
  let unreadDrawn = readUpTo === undefined;
  let previous: Message | undefined;
  messages.forEach((message, index) => {
    const time = Date.parse(message.created_at);
    const newDay = !previous || !sameDay(Date.parse(previous.created_at), time);
    if (newDay) rows.push({ kind: 'day', key: `day ${message.created_at}`, time });
    const mine = sameHandle(message.sender.handle, me);
    const startsUnread = !unreadDrawn && !mine && message.id > (readUpTo ?? '');
    if (startsUnread && message.kind === 'text') {
      rows.push({ kind: 'unread', key: 'unread' });
      unreadDrawn = true;
    }
    const apart = newDay || startsUnread;
    rows.push(
      message.kind === 'text'
        ? {
            kind: 'said',
            // The same as while it was on its way, so that it stays where it is.
            key: message.client_id ?? message.id,
            message,
            mine,
            place: {
              first: apart || !inOneGo(previous, message),
              last: !inOneGo(message, messages[index + 1]),
            },
          }
        : { kind: 'event', key: message.id, message },
    );
    previous = message;
  });
  return [...rows, ...layOutgoing(messages, outgoing)];
}

function layOutgoing(messages: readonly Message[], outgoing: readonly Outgoing[]): Row[] {
  const sent = new Set(messages.map(({ client_id }) => client_id));
  const waiting = outgoing.filter(({ key }) => !sent.has(key));
  return waiting.map((item, index) => ({
    kind: 'outgoing',
    key: item.key,
    outgoing: item,
    place: { first: index === 0, last: index === waiting.length - 1 || item.state === 'failed' },
  }));
}

const ONE_GO = 60_000;

function inOneGo(one: Message | undefined, next: Message | undefined): boolean {
  if (one?.kind !== 'text' || next?.kind !== 'text') return false;
  const [from, to] = [Date.parse(one.created_at), Date.parse(next.created_at)];
  return (
    sameHandle(one.sender.handle, next.sender.handle) && to - from < ONE_GO && sameDay(from, to)
  );
}

function sameDay(one: number, other: number): boolean {
  return new Date(one).toDateString() === new Date(other).toDateString();
}
