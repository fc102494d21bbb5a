import { useDraft, useReplyDraftStore } from './draft-context';
import { LostReply } from './lost-reply';

/** On the page of a crud that has burned: the reply that was being written to it, if any. */
export function KeptReply({ parent }: { parent: string }) {
  const { text } = useDraft(useReplyDraftStore(parent));
  return text && <LostReply parent={parent} />;
}
