import { useState } from 'react';
import { Button } from '@/components/button';
import { Notice } from '@/components/notice';
import { useAnnounce } from '@/lib/page';
import { useAttachments } from '@/lib/attachments/attachments';
import { useDraft, useReplyDraftStore } from './draft-context';

/** The words of a reply to what has burned meanwhile: too late to post, too good to lose. */
export function LostReply({ parent }: { parent: string }) {
  const store = useReplyDraftStore(parent);
  const { text } = useDraft(store);
  const { attachments } = useAttachments(parent);
  const { label, copy } = useCopy(text);
  const discard = () => {
    store.discard();
    attachments.clear();
  };
  return (
    <section aria-label="Your unposted reply" className="flex flex-col gap-3 px-4 py-4">
      <Notice tone="danger">
        Too late: this crud has burned, and its thread with it.
        {text && ' Your words are still here.'}
      </Notice>
      {text && (
        <>
          <blockquote
            dir="auto"
            className="border-l-2 border-line-strong pl-3 wrap-anywhere whitespace-pre-wrap"
          >
            {text}
          </blockquote>
          <div className="flex justify-end gap-2">
            <Button look="ghost" onClick={discard}>
              Discard
            </Button>
            <Button look="outline" onClick={copy}>
              {label}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

function useCopy(text: string) {
  const announce = useAnnounce();
  const [label, setLabel] = useState('Copy words');
  const say = (outcome: string) => {
    setLabel(outcome);
    announce(outcome);
  };
  // Browsers may refuse; then the words are still there to be marked.
  const copy = () =>
    void navigator.clipboard.writeText(text).then(
      () => say('Copied'),
      () => say('Could not copy'),
    );
  return { label, copy };
}
