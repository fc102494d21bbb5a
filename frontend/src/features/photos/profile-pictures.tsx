import { useRef, useState, type ReactNode } from 'react';
import type { Me } from '@/api/models';
import { Avatar } from '@/components/avatar';
import { Button } from '@/components/button';
import { Notice } from '@/components/notice';
import { PictureFill } from '@/lib/pictures/picture-fill';
import { CropDialog } from './crop-dialog';
import { avatarKind, bannerKind, type PictureKind } from './picture-kind';
import { useProfilePicture } from './use-profile-picture';

/** Changes the pictures of one's own profile; each is saved at once. */
export function ProfilePictures({ me }: { me: Me }) {
  return (
    <div className="flex flex-col gap-4">
      <PictureRow kind={avatarKind} taken={me.avatar !== undefined}>
        <Avatar handle={me.handle} name={me.display_name} picture={me.avatar} />
      </PictureRow>
      <PictureRow kind={bannerKind} taken={me.banner !== undefined}>
        <span className="relative block h-8 w-24 rounded-lg bg-[linear-gradient(115deg,#1d0a3d,#4a13a6_55%,#8a2be2)] sm:h-11 sm:w-33">
          {me.banner && <PictureFill picture={me.banner} sizes="132px" />}
        </span>
      </PictureRow>
    </div>
  );
}

interface PictureRowProps {
  kind: PictureKind;
  /** There is one. */
  taken: boolean;
  /** How it looks now. */
  children: ReactNode;
}

function PictureRow({ kind, taken, children }: PictureRowProps) {
  const { upload, busy, error, send, cancel, remove } = useProfilePicture(kind);
  const [chosen, setChosen] = useState<File | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const onItsWay = upload !== null && upload.phase !== 'failed';
  return (
    <div role="group" aria-label={`Your ${kind.label}`} className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-2">
        {children}
        <span className="grow" />
        <input
          ref={input}
          type="file"
          accept="image/jpeg,image/png,image/gif,image/webp"
          hidden
          aria-label={`File of your ${kind.label}`}
          onChange={({ target }) => {
            setChosen(target.files?.[0] ?? null);
            target.value = '';
          }}
        />
        {onItsWay ? (
          <>
            <span role="status" className="text-sm font-semibold text-soft tabular-nums">
              {upload.phase === 'uploading' ? `${Math.round(upload.share * 100)}%` : 'Saving …'}
            </span>
            {!busy && (
              <Button look="ghost" onClick={cancel}>
                Cancel
              </Button>
            )}
          </>
        ) : (
          <>
            {taken && (
              <Button
                look="ghost"
                className="px-3!"
                aria-label={`Remove your ${kind.label}`}
                busy={busy}
                onClick={remove}
              >
                Remove
              </Button>
            )}
            <Button
              look="outline"
              className="px-4!"
              busy={busy}
              onClick={() => input.current?.click()}
            >
              {taken ? 'Change' : 'Choose'} {kind.label}
            </Button>
          </>
        )}
      </div>
      {error && (
        <Notice tone="danger">
          Your {kind.label} isn’t changed. {error}
        </Notice>
      )}
      {chosen && (
        <CropDialog
          file={chosen}
          kind={kind}
          onClose={() => setChosen(null)}
          onDone={(cropped) => {
            setChosen(null);
            send(cropped);
          }}
        />
      )}
    </div>
  );
}
