import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import type { MessageGroup } from '@/api/messages';
import { describeError } from '@/api/problem';
import { Button, Spinner } from '@/components/button';
import { ArrowUpIcon } from '@/components/icons';
import { useNow } from '@/lib/expiry/use-now';
import { countOf } from '@/lib/text/count';
import { dayOf } from '@/lib/text/time';
import { onVisibilityChange } from '@/lib/visibility';
import { MessageRow } from './message-row';
import { OutgoingRow } from './outgoing-row';
import type { Outgoing } from './outgoing';
import { layOut, type Row } from './rows';
import type { Thread } from './thread';
import type { useThread } from './use-thread';
import { useThreadScroll } from './use-thread-scroll';
import { eventWords, nameOf, seenWords } from './words';

interface ThreadLogProps {
  group: MessageGroup;
  thread: Thread;
  outgoing: readonly Outgoing[];
  me: string;
  /** The newest that was read when the thread was opened; undefined draws no line. */
  readUpTo: string | undefined;
  older: ReturnType<typeof useThread>['older'];
  onEnd: (atEnd: boolean) => void;
}

/** What was said, with the newest at the end and in sight. */
export function ThreadLog(props: ThreadLogProps) {
  const { group, thread, outgoing, me, readUpTo, older, onEnd } = props;
  const box = useRef<HTMLDivElement>(null);
  const { atEnd, toEnd } = useThreadScroll(box);
  const rows = useMemo(
    () => layOut({ messages: thread.messages, outgoing, me, readUpTo }),
    [thread.messages, outgoing, me, readUpTo],
  );
  const { active, onKeyDown, onFocus } = useArrowKeys(box, thread);
  const missed = useMissed(thread, atEnd);
  useEffect(() => onEnd(atEnd), [atEnd, onEnd]);
  useOwnInSight(outgoing, toEnd);
  return (
    <div className="relative flex min-h-0 grow flex-col">
      {/* New messages are announced one by one (thread-pane.tsx): not also by the log. */}
      <div
        ref={box}
        role="log"
        aria-live="off"
        aria-label={`Messages with ${nameOf(group, me)}`}
        className="min-h-0 grow overflow-y-auto overscroll-contain [overflow-anchor:none]"
      >
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
        <ol
          className="flex min-h-full flex-col justify-end py-3"
          onKeyDown={onKeyDown}
          onFocus={onFocus}
        >
          {thread.hasOlder && <Older older={older} box={box} />}
          {rows.map((row) => (
            <RowView key={row.key} row={row} group={group} me={me} active={active} />
          ))}
          <Seen group={group} thread={thread} me={me} />
        </ol>
      </div>
      {!atEnd && <ToEnd missed={missed} onClick={() => toEnd()} />}
    </div>
  );
}

function RowView({
  row,
  group,
  me,
  active,
}: {
  row: Row;
  group: MessageGroup;
  me: string;
  active: string | undefined;
}) {
  switch (row.kind) {
    case 'day':
      return <Day time={row.time} />;
    case 'unread':
      return (
        <li className="flex items-center gap-3 px-3 py-2 text-xs font-semibold text-accent">
          <span aria-hidden="true" className="h-px grow bg-accent/40" />
          New
          <span className="sr-only"> messages</span>
          <span aria-hidden="true" className="h-px grow bg-accent/40" />
        </li>
      );
    case 'event':
      return (
        <li
          data-message={row.message.id}
          className="px-6 py-1.5 text-center text-sm text-balance text-soft"
        >
          {eventWords(row.message, me)}
        </li>
      );
    case 'said':
      return (
        <MessageRow
          group={group}
          message={row.message}
          mine={row.mine}
          place={row.place}
          active={row.message.id === active}
        />
      );
    case 'outgoing':
      return <OutgoingRow outgoing={row.outgoing} place={row.place} />;
  }
}

const HOUR = 3_600_000;

function Day({ time }: { time: number }) {
  const now = useNow(HOUR);
  return (
    <li className="py-3 text-center text-xs font-semibold text-soft">
      <span className="rounded-full bg-sunken px-3 py-1">{dayOf(time, now)}</span>
    </li>
  );
}

/** The beginning of what is here: older messages come ahead of being scrolled to. */
function Older({
  older,
  box,
}: {
  older: ThreadLogProps['older'];
  box: RefObject<HTMLDivElement | null>;
}) {
  const sentinel = useRef<HTMLLIElement>(null);
  const { mutate, isPending, isError, error } = older;
  const idle = !isPending && !isError;
  useEffect(() => {
    if (!idle) return;
    const onVisible = (visible: boolean) => {
      // Before the thread was scrolled to its end, its beginning is in sight.
      if (visible && box.current && box.current.scrollHeight > box.current.clientHeight) mutate();
    };
    return onVisibilityChange(sentinel.current, onVisible, '600px 0px');
  }, [idle, mutate, box]);
  return (
    <li ref={sentinel} className="flex flex-col items-center gap-2 p-3 text-sm text-soft">
      {isError && <p role="alert">{describeError(error)}</p>}
      {isPending ? (
        <span role="status" className="flex items-center gap-2">
          <Spinner /> Older messages
        </span>
      ) : (
        <Button look="outline" className="min-h-9! text-sm" onClick={() => mutate()}>
          {isError ? 'Try again' : 'Older messages'}
        </Button>
      )}
    </li>
  );
}

/** Who has seen the newest message, where that is the reader's own. */
function Seen({ group, thread, me }: Pick<ThreadLogProps, 'group' | 'thread' | 'me'>) {
  const newest = thread.messages.findLast(({ kind }) => kind === 'text');
  if (newest?.sender.handle.toLowerCase() !== me.toLowerCase()) return null;
  const words = seenWords(group, newest.id, me);
  return words ? <li className="px-4 text-right text-xs text-soft">{words}</li> : null;
}

function ToEnd({ missed, onClick }: { missed: number; onClick: () => void }) {
  const news = countOf(missed, 'new message', 'new messages');
  return (
    <button
      type="button"
      aria-label={missed > 0 ? undefined : 'To the newest message'}
      onClick={onClick}
      className={`absolute right-4 bottom-3 z-10 inline-flex h-10 min-w-10 animate-pop items-center justify-center gap-1.5 rounded-full text-sm font-semibold shadow-float ${missed > 0 ? 'bg-fill px-4 text-on-accent hover:bg-fill-hover' : 'border border-line bg-raised text-soft hover:text-accent'}`}
    >
      <ArrowUpIcon className="rotate-180" />
      {missed > 0 && news}
    </button>
  );
}

/** How many came from others while the reader looked at what is older. */
function useMissed({ messages }: Thread, atEnd: boolean): number {
  const newest = messages.at(-1)?.id;
  const [seen, setSeen] = useState(newest);
  if (atEnd && seen !== newest) setSeen(newest);
  if (atEnd) return 0;
  return messages.filter(({ id, kind }) => kind === 'text' && id > (seen ?? '')).length;
}

/** Who sends something sees it, wherever in the thread they are. */
function useOwnInSight(outgoing: readonly Outgoing[], toEnd: (behavior?: ScrollBehavior) => void) {
  const newest = outgoing.at(-1)?.key;
  const known = useRef(newest);
  useEffect(() => {
    if (newest && newest !== known.current) toEnd('instant');
    known.current = newest;
  }, [newest, toEnd]);
}

/** One Tab leads to the newest message; arrows go from one to the next. */
function useArrowKeys(box: RefObject<HTMLElement | null>, { messages }: Thread) {
  const [chosen, setChosen] = useState<string>();
  const said = messages.filter(({ kind }) => kind === 'text');
  const active = said.some(({ id }) => id === chosen) ? chosen : said.at(-1)?.id;
  const onFocus = ({ target }: { target: Element }) => {
    const id = target.closest<HTMLElement>('[data-message]')?.dataset.message;
    if (id) setChosen(id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { target } = event;
    if (!(target instanceof HTMLElement) || !target.matches('[data-message]')) return;
    const all = [...(box.current?.querySelectorAll<HTMLElement>('[data-message][tabindex]') ?? [])];
    const at = all.indexOf(target);
    const steps = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: all.length - 1 };
    const next = all[steps[event.key as keyof typeof steps]];
    if (!next) return;
    event.preventDefault();
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: 'nearest' });
  };
  return { active, onFocus, onKeyDown };
}
