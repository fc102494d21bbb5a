import { useId, type SyntheticEvent } from 'react';
import type { Me } from '@/api/models';
import { Avatar } from '@/components/avatar';
import { Button } from '@/components/button';
import { useOnline } from '@/lib/use-online';
import { useDraft, useDraftStore } from './draft-context';
import { LengthRing } from './length-ring';
import { prepareMessage } from './message';
import { MessageField } from './message-field';
import { Trouble } from './trouble';
import { TtlMenu } from './ttl-menu';
import { usePost } from './use-post';

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
  const online = useOnline();
  const post = usePost(onPosted);
  const countId = useId();
  const ttl = draft.ttl ?? me.default_ttl;
  const message = prepareMessage(draft.text);
  const ready = message.verdict === 'fits' && online && !post.isPending;

  const submit = () => {
    if (ready) post.mutate({ message: message.text, ttl });
  };
  const onSubmit = (event: SyntheticEvent) => {
    event.preventDefault();
    submit();
  };
  const onChange = (text: string) => {
    store.write(text);
    if (post.isError) post.reset();
  };
  return (
    <form onSubmit={onSubmit} className="flex gap-3 px-4 py-3.5" aria-label="Write a crud">
      <Avatar handle={me.handle} name={me.display_name} picture={me.avatar} />
      <div className="min-w-0 grow">
        <MessageField
          label="Your crud"
          placeholder="What would you like to say?"
          value={draft.text}
          onChange={onChange}
          onSubmit={submit}
          describedBy={countId}
          invalid={message.verdict.startsWith('too_')}
          takesFocus={dialog}
          tall={dialog}
        />
        <Trouble verdict={message.verdict} online={online} error={post.error} />
        <div className="mt-1 flex flex-wrap items-center gap-2 border-t border-line pt-3">
          <TtlMenu value={ttl} onChoose={(chosen) => store.chooseTtl(chosen)} />
          <span className="grow" />
          <LengthRing length={message.length} id={countId} />
          <Button type="submit" disabled={!ready && !post.isPending} busy={post.isPending}>
            Crud
          </Button>
        </div>
      </div>
    </form>
  );
}
