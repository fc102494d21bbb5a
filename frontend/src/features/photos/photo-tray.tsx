import { useEffect, useRef, useState } from 'react';
import { Button } from '@/components/button';
import { Notice } from '@/components/notice';
import type { AttachmentPurpose } from '@/lib/attachments/attachments';
import { useAnnounce } from '@/lib/page';
import { DescribeDialog } from './describe-dialog';
import type { DraftPhoto, PhotoDraft } from './photo-draft';
import { usePhotoDraft } from './photo-services';
import { PhotoTile } from './photo-tile';

interface PhotoTrayProps {
  /** Its name. */
  draft: string;
  purpose: AttachmentPurpose;
}

/** The photos of a draft: how far each is, what went wrong, and what can be done about it. */
export function PhotoTray({ draft: name, purpose }: PhotoTrayProps) {
  const draft = usePhotoDraft(name, purpose);
  const { photos, refusal } = draft;
  const [described, setDescribed] = useState<string | null>(null);
  useReadyNews(photos);
  if (photos.length === 0 && !refusal) return null;

  const subject = photos.find((photo) => photo.key === described);
  return (
    <div className="flex flex-col gap-2 pb-3">
      <ul
        aria-label="Photos of this draft"
        className={`grid gap-2 ${photos.length === 1 ? 'max-w-xs grid-cols-1' : 'grid-cols-2'}`}
      >
        {photos.map((photo, index) => (
          <PhotoTile
            key={photo.key}
            draft={draft}
            photo={photo}
            index={index}
            onDescribe={() => setDescribed(photo.key)}
          />
        ))}
      </ul>
      {refusal && <Notice>{refusal}</Notice>}
      <Failures draft={draft} />
      <Hint photos={photos} />
      {subject && (
        <DescribeDialog
          photo={subject}
          place={photos.indexOf(subject) + 1}
          // Photos of messages have no focal point.
          cropped={purpose === 'photo'}
          onSave={(about) => draft.describe(subject.key, about)}
          onClose={() => setDescribed(null)}
        />
      )}
    </div>
  );
}

function Failures({ draft }: { draft: PhotoDraft }) {
  return draft.photos.map(({ key, name, state }, index) => {
    if (state.phase !== 'failed') return null;
    const which = name || `Photo ${index + 1}`;
    return (
      <Notice key={key} tone="danger">
        <span className="font-semibold wrap-anywhere">{which}</span>: {state.words}
        <span className="-ml-2 flex gap-1 pt-1">
          {state.retry && (
            <Button
              look="ghost"
              aria-label={`Try again with ${which}`}
              onClick={() => draft.retry(key)}
              className="px-3!"
            >
              Try again
            </Button>
          )}
          <Button
            look="ghost"
            aria-label={`Take it out: ${which}`}
            onClick={() => draft.remove(key)}
            className="px-3!"
          >
            Take it out
          </Button>
        </span>
      </Notice>
    );
  });
}

/** A word about descriptions as long as one is missing; never more than a word. */
function Hint({ photos }: { photos: readonly DraftPhoto[] }) {
  const missing = photos.some(({ alt, state }) => !alt && state.phase !== 'failed');
  if (!missing) return null;
  return (
    <p className="text-[0.8125rem] text-soft">
      Who can’t see a photo hears its description. Press ALT to write one.
    </p>
  );
}

/** Says when a photo has arrived; what failed speaks for itself. */
function useReadyNews(photos: readonly DraftPhoto[]): void {
  const announce = useAnnounce();
  const before = useRef(new Map(photos.map(({ key, state }) => [key, state.phase])));
  useEffect(() => {
    photos.forEach(({ key, state }, index) => {
      const was = before.current.get(key);
      if (state.phase === 'ready' && was !== 'ready') announce(`Photo ${index + 1} is ready`);
    });
    before.current = new Map(photos.map(({ key, state }) => [key, state.phase]));
  }, [photos, announce]);
}
