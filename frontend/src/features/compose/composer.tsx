import { useId } from 'react';
import type { Me } from '@/api/models';
import { Avatar } from '@/components/avatar';
import { Button } from '@/components/button';
import { useOnline } from '@/lib/use-online';
import { AddPhotos } from '@/components/add-photos';
import { NEW_CRUD, useAttachments } from '@/lib/attachments/attachments';
import { useDraft, useDraftStore } from './draft-context';
import { LengthRing } from './length-ring';
import { prepareMessage } from './message';
import { MessageField } from './message-field';
import { isReady, photosIn } from './readiness';
import { Trouble } from './trouble';
import { TtlMenu } from './ttl-menu';
import { usePost } from './use-post';
import { WritingForm } from './writing-form';

interface ComposerProps {
  me: Me;
  onPosted?: () => void;
  /** In a dialog of its own: takes the focus and more room. */
  dialog?: boolean;
}

/** Writes a crud. What is written stays until it is posted, whatever happens. */
export function Composer({ me, onPosted, dialog = false }: ComposerProps) {
  const store = useDraftStore();
  const draft = useDraft(store);
  const { attachments, summary } = useAttachments(NEW_CRUD);
  const online = useOnline();
  const post = usePost(attachments, onPosted);
  const countId = useId();
  const ttl = draft.ttl ?? me.default_ttl;
  const message = prepareMessage(draft.text);
  const ready = isReady({ message, summary, online, pending: post.isPending });

  const submit = () => {
    if (ready) post.mutate({ message: message.text, ttl, ...photosIn(summary) });
  };
  const onChange = (text: string) => {
    store.write(text);
    if (post.isError) post.reset();
  };
  return (
    <WritingForm
      label="Write a crud"
      draft={NEW_CRUD}
      attachments={attachments}
      hindrance={summary.hindrance}
      onSubmit={submit}
      className="px-4 py-3.5"
      picture={<Avatar handle={me.handle} name={me.display_name} picture={me.avatar} />}
      tools={
        <>
          <AddPhotos attachments={attachments} summary={summary} />
          <TtlMenu value={ttl} onChoose={(chosen) => store.chooseTtl(chosen)} />
          <span className="ml-auto">
            <LengthRing length={message.length} id={countId} />
          </span>
          <Button
            type="submit"
            disabled={!ready && !post.isPending}
            busy={post.isPending}
            className="px-4! sm:px-5!"
          >
            Crud
          </Button>
        </>
      }
    >
      <MessageField
        label="Your crud"
        placeholder={summary.count > 0 ? 'Say something about it?' : 'What would you like to say?'}
        value={draft.text}
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
