import { useId, useState, type ReactNode } from 'react';
import { AddPhotos } from '@/components/add-photos';
import { IconButton } from '@/components/button';
import { SendIcon } from '@/components/icons';
import { DropTarget, usePhotoDrop } from '@/components/photo-drop';
import {
  useAttachmentKit,
  useAttachments,
  type AttachedPhoto,
} from '@/lib/attachments/attachments';
import { useOnline } from '@/lib/use-online';
import { hasTouchKeyboard, MessageField } from './message-field';
import { LIMIT, prepare } from './message-text';
import { useMessaging } from './messaging-context';

/** What somebody has written, ready to be sent. */
export interface Written {
  text: string;
  /** Takes the photos out of the composer, and the text with them: it is begun anew. */
  take: () => readonly AttachedPhoto[];
}

interface MessageComposerProps {
  /** What the draft is kept under. */
  draftKey: string;
  /** Who reads it, for the field's name. */
  to: string;
  /** What isn't taken stays where it was written. */
  onSend: (written: Written) => void;
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
  const photoDraft = `message.${draftKey}`;
  const { attachments, summary } = useAttachments(photoDraft, 'message');
  const { showTray } = useAttachmentKit();
  const { over, handlers } = usePhotoDrop(attachments);
  const { text, length, verdict } = prepare(draft);
  const says = verdict === 'fits' || (verdict === 'empty' && summary.count > 0);
  const ready = says && summary.hindrance === null && !busy;

  const write = (next: string) => {
    setDraft(next);
    drafts.write(draftKey, next);
    if (next !== '') onTyping?.();
  };
  const send = () => {
    if (!ready) return;
    const take = () => {
      write('');
      return attachments.take();
    };
    onSend({ text, take });
  };
  return (
    <form
      aria-label={`Message to ${to}`}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      {...handlers}
      className="relative shrink-0 border-t border-line px-3 pt-2 pb-[calc(0.5rem+env(safe-area-inset-bottom))]"
    >
      {children}
      <div className="max-h-[45dvh] max-w-96 overflow-y-auto pt-1 empty:hidden">
        {showTray(photoDraft, 'message')}
      </div>
      <div className="flex items-end gap-1.5">
        <AddPhotos attachments={attachments} summary={summary} className="mb-1 shrink-0" />
        <div className="flex min-w-0 grow items-end gap-2 rounded-3xl border border-line-strong bg-surface py-0.5 pr-1 pl-4 transition-colors focus-within:border-accent focus-within:outline-2 focus-within:outline-accent">
          <MessageField
            label={`Message to ${to}`}
            placeholder={summary.count > 0 ? 'Say something about it?' : 'Whisper something'}
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
            disabled={!ready}
            className="mb-0.5 bg-fill text-on-accent! hover:bg-fill-hover! disabled:cursor-not-allowed disabled:bg-line! disabled:text-soft!"
          >
            <SendIcon />
          </IconButton>
        </div>
      </div>
      <Note id={hint} verdict={verdict} sendable={ready} hindrance={summary.hindrance} />
      {over && <DropTarget />}
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

interface NoteProps {
  id: string;
  verdict: ReturnType<typeof prepare>['verdict'];
  sendable: boolean;
  /** Why its photos keep it back. */
  hindrance: string | null;
}

function Note({ id, verdict, sendable, hindrance }: NoteProps) {
  const online = useOnline();
  return (
    <p id={id} aria-live="polite" className="px-2 pt-1 text-xs text-soft empty:hidden">
      {verdict === 'too_long' && 'Too long: what is marked doesn’t fit.'}
      {verdict === 'too_heavy' && 'That is more ink than a message can hold.'}
      {hindrance}
      {!online && sendable && 'You’re offline. It will be sent when you’re back.'}
    </p>
  );
}
