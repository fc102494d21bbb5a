import { useId, type KeyboardEvent, type PointerEvent } from 'react';
import type { FocalPoint } from '@/api/models';
import { DraftPicture } from './draft-picture';
import { CENTRE, movedBy } from './focal-point';
import type { DraftPhoto } from './photo-draft';

interface FocalPickerProps {
  photo: DraftPhoto;
  value: FocalPoint;
  onChange: (point: FocalPoint) => void;
}

const STEP = 0.05;
const steps: Record<string, [number, number] | undefined> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

/** Chooses what stays in sight where the photo is cropped: by pointing at it, or by arrow keys. */
export function FocalPicker({ photo, value, onChange }: FocalPickerProps) {
  const hint = useId();
  const point = (event: PointerEvent<HTMLElement>) => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    const { x, y } = CENTRE;
    const toX = (event.clientX - left) / width - x;
    const toY = (event.clientY - top) / height - y;
    onChange(movedBy(CENTRE, toX, toY));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    onChange(movedBy(value, ...step));
  };
  return (
    <div className="flex flex-col gap-1.5">
      <p className="text-sm font-semibold">What matters in it</p>
      <button
        type="button"
        aria-label={`What matters: ${spoken(value)}`}
        aria-describedby={hint}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          point(event);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) point(event);
        }}
        className="relative w-fit max-w-full cursor-crosshair! touch-none overflow-hidden rounded-xl border border-line"
      >
        <DraftPicture photo={photo} className="block max-h-72 min-h-24 max-w-full min-w-24" />
        <span
          aria-hidden="true"
          className="pointer-events-none absolute size-9 -translate-1/2 rounded-full border-3 border-white shadow-[0_0_0_2px_#6a1bdc,inset_0_0_0_2px_#6a1bdc]"
          style={{ left: `${value.x * 100}%`, top: `${value.y * 100}%` }}
        />
      </button>
      <p id={hint} className="text-sm text-soft">
        It stays in sight where the photo is cropped. Point at it, or use the arrow keys.
      </p>
      <p aria-live="polite" className="sr-only">
        {spoken(value)}
      </p>
    </div>
  );
}

function spoken({ x, y }: FocalPoint): string {
  return `${Math.round(x * 100)}% from the left, ${Math.round(y * 100)}% from the top`;
}
