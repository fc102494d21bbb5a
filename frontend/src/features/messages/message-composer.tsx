import { useId, useState, type ReactNode } from 'react';
import { IconButton } from '@/components/button';
import { SendIcon } from '@/components/icons';
import { useOnline } from '@/lib/use-online';
import { hasTouchKeyboard, MessageField } from './message-field';
import { LIMIT, prepare } from './message-text';
import { useMessaging } from './messaging-context';

interface MessageComposerProps {
  /** What the draft is kept under. */
  draftKey: string;
  /** Who reads it, for the field's name. */
  to: string;
  onSend: (text: string) => void;
  /** Something was written. */
  onTyping?: () => void;
  /** What sends is under way already. */
  busy?: boolean;
  /** Above the field, such as why it can't be sent. */
  children?: ReactNode;
}

// From here on it matters how much room is left.
const NEAR = 100;

/** Where messages are written. */
export function MessageComposer(props: MessageComposerProps) {
  const { draftKey, to, onSend, onTyping, busy = false, children } = props;
  const { drafts } = useMessaging();
  const [draft, setDraft] = useState(() => drafts.read(draftKey));
  const hint = useId();
  const { text, length, verdict } = prepare(draft);

  const write = (next: string) => {
    setDraft(next);
    drafts.write(draftKey, next);
    if (next !== '') onTyping?.();
  };
  const send = () => {
    if (verdict !== 'fits' || busy) return;
    onSend(text);
    write('');
  };
  return (
    <form
      aria-label={`Message to ${to}`}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      className="shrink-0 border-t border-line px-3 pt-2 pb-[calc(0.5rem+env(safe-area-inset-bottom))]"
    >
      {children}
      <div className="flex items-end gap-2 rounded-3xl border border-line-strong bg-surface py-0.5 pr-1 pl-4 transition-colors focus-within:border-accent focus-within:outline-2 focus-within:outline-accent">
        <MessageField
          label={`Message to ${to}`}
          placeholder="Whisper something"
          value={draft}
          onChange={write}
          onSubmit={send}
          describedBy={hint}
          pageStart={!hasTouchKeyboard()}
        />
        <Room left={LIMIT - length} />
        <IconButton
          type="submit"
          label="Send"
          disabled={verdict !== 'fits' || busy}
          className="mb-0.5 bg-fill text-on-accent! hover:bg-fill-hover! disabled:cursor-not-allowed disabled:bg-line! disabled:text-soft!"
        >
          <SendIcon />
        </IconButton>
      </div>
      <Note id={hint} verdict={verdict} />
    </form>
  );
}

function Room({ left }: { left: number }) {
  if (left > NEAR) return null;
  return (
    <span
      className={`self-center text-[0.8125rem] font-semibold tabular-nums ${left < 0 ? 'text-hot' : 'text-warm'}`}
    >
      {left}
      <span className="sr-only">{left < 0 ? ' characters too many' : ' characters left'}</span>
    </span>
  );
}

function Note({ id, verdict }: { id: string; verdict: ReturnType<typeof prepare>['verdict'] }) {
  const online = useOnline();
  return (
    <p id={id} aria-live="polite" className="px-2 pt-1 text-xs text-soft empty:hidden">
      {verdict === 'too_long' && 'Too long: what is marked doesn’t fit.'}
      {verdict === 'too_heavy' && 'That is more ink than a message can hold.'}
      {!online && verdict === 'fits' && 'You’re offline. It will be sent when you’re back.'}
    </p>
  );
}
