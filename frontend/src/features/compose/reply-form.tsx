import { useId } from 'react';
import type { Activity, Me } from '@/api/models';
import { Avatar } from '@/components/avatar';
import { Button } from '@/components/button';
import { useOnline } from '@/lib/use-online';
import { AddPhotos } from '@/components/add-photos';
import { useAttachments } from '@/lib/attachments/attachments';
import { useDraft, useReplyDraftStore } from './draft-context';
import { LengthRing } from './length-ring';
import { LostReply } from './lost-reply';
import { prepareMessage } from './message';
import { MessageField } from './message-field';
import { isReady, photosIn } from './readiness';
import { Trouble } from './trouble';
import { isGone, useReply } from './use-reply';
import { WritingForm } from './writing-form';

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
  const { attachments, summary } = useAttachments(parent.id);
  const online = useOnline();
  const post = useReply({ parent, store, attachments, onPosted });
  const countId = useId();
  const message = prepareMessage(text);
  const ready = isReady({ message, summary, online, pending: post.isPending });
  if (burned || isGone(post.error)) return <LostReply parent={parent.id} />;

  const submit = () => {
    if (ready) post.mutate({ message: message.text, ...photosIn(summary) });
  };
  const onChange = (words: string) => {
    store.write(words);
    if (post.isError) post.reset();
  };
  const discard = () => {
    store.discard();
    attachments.clear();
  };
  const size = dialog ? 'md' : 'sm';
  const begun = text !== '' || summary.count > 0;
  return (
    <WritingForm
      label="Write a reply"
      draft={parent.id}
      attachments={attachments}
      hindrance={summary.hindrance}
      onSubmit={submit}
      className="px-4 py-3"
      picture={<Avatar handle={me.handle} name={me.display_name} picture={me.avatar} size={size} />}
      tools={
        <>
          <AddPhotos attachments={attachments} summary={summary} />
          <span className="grow text-[0.8125rem] text-soft">
            {dialog && !begun && 'It burns with its thread.'}
          </span>
          {begun && (
            <Button look="ghost" onClick={discard}>
              Discard
            </Button>
          )}
          <LengthRing length={message.length} id={countId} />
          <Button
            type="submit"
            disabled={!ready && !post.isPending}
            busy={post.isPending}
            className="px-4! sm:px-5!"
          >
            Reply
          </Button>
        </>
      }
    >
      <MessageField
        label="Your reply"
        placeholder={`Reply to @${parent.author.handle}`}
        value={text}
        onChange={onChange}
        onSubmit={submit}
        describedBy={countId}
        invalid={message.verdict.startsWith('too_')}
        takesFocus={dialog}
        tall={dialog && summary.count === 0}
      />
      <Trouble verdict={message.verdict} online={online} error={post.error} />
    </WritingForm>
  );
}
