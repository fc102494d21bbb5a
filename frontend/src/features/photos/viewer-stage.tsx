import { useEffect, useRef, useState, type ReactNode } from 'react';
import { BackIcon, CloseIcon, ForwardIcon, ZoomInIcon, ZoomOutIcon } from '@/components/icons';
import { PhotoImage } from './photo-image';
import type { ShownPhoto } from './shown-photo';
import { useRoom } from './use-room';
import { useStage } from './use-stage';
import { fitted, type View } from './zoom';

interface ViewerStageProps {
  photos: readonly ShownPhoto[];
  /** Asks for other signatures; never fails. */
  renew: () => Promise<unknown>;
  index: number;
  onGo: (index: number) => void;
  onClose: () => void;
}

const STEP = 1.5;
const PAN = 80;

/** One photo, to be looked at closely, and the way to the next. */
export function ViewerStage({ photos, renew, index, onGo, onClose }: ViewerStageProps) {
  const stage = useRef<HTMLDivElement>(null);
  const room = useRoom(stage);
  const photo = photos[index];
  const box = photo ? fitted(photo, room) : room;
  const step = (by: 1 | -1) => {
    if (photos[index + by]) onGo(index + by);
  };
  const look = useStage({ stage, photo: box, room, onStep: step, onClose });
  const { view, drag, zoom, pan, reset } = look;
  const nearest = useNearest(view);
  useKeys({
    ArrowLeft: () => (view.scale > 1 ? pan(PAN, 0) : step(-1)),
    ArrowRight: () => (view.scale > 1 ? pan(-PAN, 0) : step(1)),
    ArrowUp: () => pan(0, PAN),
    ArrowDown: () => pan(0, -PAN),
    PageUp: () => step(-1),
    PageDown: () => step(1),
    Home: () => onGo(0),
    End: () => onGo(photos.length - 1),
    '+': () => zoom(STEP),
    '=': () => zoom(STEP),
    '-': () => zoom(1 / STEP),
    '0': reset,
  });
  if (!photo) return null;

  const x = view.x + (drag?.x ?? 0);
  const y = view.y + Math.max(0, drag?.y ?? 0);
  return (
    <>
      <div className="flex items-center gap-1 px-2 py-2 pt-[max(0.5rem,env(safe-area-inset-top))]">
        <Control label="Close" onClick={onClose}>
          <CloseIcon />
        </Control>
        <p aria-live="polite" className="grow px-2 text-sm font-semibold tabular-nums">
          <span aria-hidden="true">{photos.length > 1 && `${index + 1} of ${photos.length}`}</span>
          <span className="sr-only">{spoken(photo, index, photos.length)}</span>
        </p>
        <Control label="Zoom out" off={view.scale <= 1} onClick={() => zoom(1 / STEP)}>
          <ZoomOutIcon />
        </Control>
        <Control label="Zoom in" onClick={() => zoom(STEP)}>
          <ZoomInIcon />
        </Control>
      </div>
      <div
        ref={stage}
        {...look.handlers}
        className={`relative min-h-0 grow touch-none overflow-hidden select-none ${view.scale > 1 ? 'cursor-grab active:cursor-grabbing' : 'cursor-zoom-in'}`}
      >
        <div
          className={`absolute top-1/2 left-1/2 overflow-hidden ${drag ? '' : 'transition-transform duration-150'}`}
          style={{
            width: box.width,
            height: box.height,
            transform: `translate(-50%, -50%) translate(${x}px, ${y}px) scale(${view.scale})`,
          }}
        >
          <PhotoImage
            photo={photo}
            sizes={`${Math.ceil(box.width * nearest)}px`}
            onBroken={renew}
            eager
          />
        </div>
        {photos.length > 1 && (
          <>
            <Control
              label="Previous photo"
              off={index === 0}
              onClick={() => step(-1)}
              className="absolute top-1/2 left-2 -translate-y-1/2"
            >
              <BackIcon />
            </Control>
            <Control
              label="Next photo"
              off={index === photos.length - 1}
              onClick={() => step(1)}
              className="absolute top-1/2 right-2 -translate-y-1/2"
            >
              <ForwardIcon />
            </Control>
          </>
        )}
      </div>
      {photo.alt && <Description alt={photo.alt} />}
    </>
  );
}

/** What the photo shows, for everybody; a long one is scrolled, also by keys. */
function Description({ alt }: { alt: string }) {
  return (
    <div
      role="region"
      aria-label="Description"
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it may have to be scrolled
      tabIndex={0}
      className="max-h-[30dvh] overflow-y-auto border-t border-white/15 px-4 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]"
    >
      <p dir="auto" className="mx-auto max-w-3xl text-sm wrap-anywhere whitespace-pre-wrap">
        {alt}
      </p>
    </div>
  );
}

/** The nearest that this photo was looked at: it isn't loaded anew for less. */
function useNearest({ scale }: View): number {
  const [nearest, setNearest] = useState(scale);
  if (scale > nearest) setNearest(scale);
  return nearest;
}

/** Keys of the viewer, wherever in it the focus is. */
function useKeys(actions: Record<string, () => void>): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const action = latest.current[event.key];
      const scrolling = event.target instanceof Element && event.target.closest('[role="region"]');
      if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
      if (scrolling && /^(Arrow(Up|Down)|Page|Home|End)/.test(event.key)) return;
      event.preventDefault();
      action();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

function spoken({ alt }: ShownPhoto, index: number, count: number): string {
  const which = count > 1 ? `Photo ${index + 1} of ${count}` : 'Photo';
  return alt ? `${which}: ${alt}` : `${which}, not described`;
}

interface ControlProps {
  label: string;
  /** There is nothing to do for it now; it keeps its place, and the focus. */
  off?: boolean;
  onClick: () => void;
  className?: string;
  children: ReactNode;
}

function Control({ label, off = false, onClick, className = '', children }: ControlProps) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-disabled={off || undefined}
      onClick={onClick}
      // Else it would begin a gesture on the photo below.
      onPointerDown={(event) => event.stopPropagation()}
      className={`inline-flex size-11 shrink-0 items-center justify-center rounded-full bg-[#0d0716b3] text-lg text-white transition-colors hover:bg-white/20 focus-visible:outline-white aria-disabled:opacity-40 ${className}`}
    >
      {children}
    </button>
  );
}
