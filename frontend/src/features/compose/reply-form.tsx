import { useId, type SyntheticEvent } from 'react';
import type { Activity, Me } from '@/api/models';
import { Avatar } from '@/components/avatar';
import { Button } from '@/components/button';
import { useOnline } from '@/lib/use-online';
import { useDraft, useReplyDraftStore } from './draft-context';
import { LengthRing } from './length-ring';
import { LostReply } from './lost-reply';
import { prepareMessage } from './message';
import { MessageField } from './message-field';
import { Trouble } from './trouble';
import { isGone, useReply } from './use-reply';

interface ReplyFormProps {
  me: Me;
  /** What is replied to. */
  parent: Activity;
  /** It has burned meanwhile. */
  burned?: boolean;
  onPosted?: () => void;
  /** In a dialog of its own: takes the focus and more room. */
  dialog?: boolean;
}

/** Writes a reply. The words stay, for each crud its own, until posted or discarded. */
export function ReplyForm({ me, parent, burned, onPosted, dialog = false }: ReplyFormProps) {
  const store = useReplyDraftStore(parent.id);
  const { text } = useDraft(store);
  const online = useOnline();
  const post = useReply(parent, store, onPosted);
  const countId = useId();
  const message = prepareMessage(text);
  const ready = message.verdict === 'fits' && online && !post.isPending;
  if (burned || isGone(post.error)) return <LostReply parent={parent.id} />;

  const submit = () => {
    if (ready) post.mutate({ message: message.text });
  };
  const onSubmit = (event: SyntheticEvent) => {
    event.preventDefault();
    submit();
  };
  const onChange = (words: string) => {
    store.write(words);
    if (post.isError) post.reset();
  };
  return (
    <form onSubmit={onSubmit} className="flex gap-3 px-4 py-3" aria-label="Write a reply">
      <Avatar
        handle={me.handle}
        name={me.display_name}
        picture={me.avatar}
        size={dialog ? 'md' : 'sm'}
      />
      <div className="min-w-0 grow">
        <MessageField
          label="Your reply"
          placeholder={`Reply to @${parent.author.handle}`}
          value={text}
          onChange={onChange}
          onSubmit={submit}
          describedBy={countId}
          invalid={message.verdict.startsWith('too_')}
          takesFocus={dialog}
          tall={dialog}
        />
        <Trouble verdict={message.verdict} online={online} error={post.error} />
        <div className="mt-1 flex flex-wrap items-center gap-2 border-t border-line pt-3">
          <span className="grow text-[0.8125rem] text-soft">
            {dialog && !text && 'It burns with its thread.'}
          </span>
          {text && (
            <Button look="ghost" onClick={() => store.discard()}>
              Discard
            </Button>
          )}
          <LengthRing length={message.length} id={countId} />
          <Button type="submit" disabled={!ready && !post.isPending} busy={post.isPending}>
            Reply
          </Button>
        </div>
      </div>
    </form>
  );
}
