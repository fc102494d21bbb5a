import type { DragEvent, MouseEvent, ReactNode } from 'react';
import { BackIcon, CheckIcon, CloseIcon, ForwardIcon, RetryIcon } from '@/components/icons';
import { useAnnounce } from '@/lib/page';
import { DraftPicture } from './draft-picture';
import { backgroundPosition } from './focal-point';
import type { DraftPhoto, PhotoDraft } from './photo-draft';
import { phaseWords, ProgressRing } from './progress-ring';

interface PhotoTileProps {
  draft: PhotoDraft;
  photo: DraftPhoto;
  index: number;
  onDescribe: () => void;
}

const DRAGGED = 'application/x-cruddur-photo';

/** One photo of a draft, with what can be done to it. */
export function PhotoTile({ draft, photo, index, onDescribe }: PhotoTileProps) {
  const { key, state, focalPoint } = photo;
  const place = index + 1;
  const count = draft.photos.length;
  const onItsWay = !['ready', 'failed'].includes(state.phase);
  return (
    <li
      {...dragHandlers(draft, key, index)}
      aria-label={`Photo ${place}`}
      className="relative aspect-4/3 overflow-hidden rounded-xl border border-line bg-sunken"
    >
      <span className="absolute inset-0" style={{ objectPosition: backgroundPosition(focalPoint) }}>
        <DraftPicture photo={photo} className="size-full object-cover [object-position:inherit]" />
      </span>
      {state.phase !== 'ready' && (
        <span className="absolute inset-0 flex items-center justify-center bg-[#0d071699]">
          {onItsWay && <ProgressRing state={state} label={`Uploading photo ${place}`} />}
          {state.phase === 'failed' && !state.retry && (
            <span aria-hidden="true" className="text-4xl font-black text-white">
              !
            </span>
          )}
          {state.phase === 'failed' && state.retry && (
            <TileButton
              label={`Try again with photo ${place}`}
              onClick={() => draft.retry(key)}
              className="size-11"
            >
              <RetryIcon className="size-6" />
            </TileButton>
          )}
        </span>
      )}
      {onItsWay && state.phase !== 'uploading' && (
        <span
          aria-hidden="true"
          className="absolute right-2 bottom-3 text-[0.6875rem] font-semibold text-white"
        >
          {phaseWords(state)}
        </span>
      )}
      <span className="absolute inset-x-1.5 top-1.5 flex justify-between">
        <span className="flex gap-1">
          {count > 1 && <MoveButtons draft={draft} photo={photo} index={index} />}
        </span>
        <TileButton
          label={`${onItsWay ? 'Cancel' : 'Remove'} photo ${place}`}
          onClick={(event) => {
            keepFocus(event);
            draft.remove(key);
          }}
        >
          <CloseIcon />
        </TileButton>
      </span>
      {state.phase !== 'failed' && <AltButton photo={photo} place={place} onClick={onDescribe} />}
    </li>
  );
}

function AltButton(props: { photo: DraftPhoto; place: number; onClick: () => void }) {
  const { photo, place, onClick } = props;
  return (
    <TileButton
      label={
        photo.alt ? `ALT: change the description of photo ${place}` : `ALT: describe photo ${place}`
      }
      onClick={onClick}
      className="absolute bottom-1.5 left-1.5 h-8 gap-1 px-2.5 text-xs font-bold"
    >
      {photo.alt ? <CheckIcon className="size-4" /> : <span aria-hidden="true">+</span>}
      <span aria-hidden="true">ALT</span>
    </TileButton>
  );
}

function MoveButtons({ draft, photo, index }: Omit<PhotoTileProps, 'onDescribe'>) {
  const announce = useAnnounce();
  const last = draft.photos.length - 1;
  const move = (event: MouseEvent<HTMLButtonElement>, by: number) => {
    const button = event.currentTarget;
    const to = index + by;
    if (to < 0 || to > last) return;
    draft.move(photo.key, by);
    announce(`Photo moved to place ${to + 1} of ${last + 1}`);
    // Its place in the page is another one now, and by that it lost the focus.
    setTimeout(() => button.focus());
  };
  return (
    <>
      <TileButton
        label={`Move photo ${index + 1} forward`}
        aria-disabled={index === 0}
        onClick={(event) => move(event, -1)}
      >
        <BackIcon className="size-4" />
      </TileButton>
      <TileButton
        label={`Move photo ${index + 1} back`}
        aria-disabled={index === last}
        onClick={(event) => move(event, 1)}
      >
        <ForwardIcon className="size-4" />
      </TileButton>
    </>
  );
}

interface TileButtonProps {
  label: string;
  onClick: (event: MouseEvent<HTMLButtonElement>) => void;
  'aria-disabled'?: boolean;
  className?: string;
  children: ReactNode;
}

/** A button on a picture, whatever colours that has. */
function TileButton({ label, className = 'size-8', children, ...rest }: TileButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      className={`inline-flex items-center justify-center rounded-full border border-white/30 bg-[#0d0716cc] text-white transition-colors hover:bg-[#0d0716] focus-visible:outline-white aria-disabled:cursor-default! aria-disabled:opacity-45 ${className}`}
      {...rest}
    >
      {children}
    </button>
  );
}

/** Who took it out by the keyboard goes on with the text. */
function keepFocus(event: MouseEvent<HTMLButtonElement>): void {
  if (event.detail > 0) return;
  event.currentTarget.closest('form')?.querySelector('textarea')?.focus();
}

/** Lets photos change places by dragging. */
function dragHandlers(draft: PhotoDraft, key: string, index: number) {
  const isPhoto = (event: DragEvent) => event.dataTransfer.types.includes(DRAGGED);
  return {
    draggable: draft.photos.length > 1,
    onDragStart: (event: DragEvent) => {
      event.dataTransfer.setData(DRAGGED, key);
      event.dataTransfer.effectAllowed = 'move';
    },
    onDragOver: (event: DragEvent) => {
      if (isPhoto(event)) event.preventDefault();
    },
    onDrop: (event: DragEvent) => {
      if (!isPhoto(event)) return;
      event.preventDefault();
      const dragged = event.dataTransfer.getData(DRAGGED);
      const from = draft.photos.findIndex((photo) => photo.key === dragged);
      if (from >= 0) draft.move(dragged, index - from);
    },
  };
}
