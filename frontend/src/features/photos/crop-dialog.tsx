import {
  useEffect,
  useId,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
  type PointerEvent,
} from 'react';
import { Button, Spinner } from '@/components/button';
import { Dialog, DialogActions } from '@/components/dialog';
import { Notice } from '@/components/notice';
import { drawn, openBitmap } from './canvas';
import { ALL, areaOf, CLOSEST, moved, nearer, type Crop } from './crop';
import type { PictureKind } from './picture-kind';
import { words } from './upload-words';

interface CropDialogProps {
  file: File;
  kind: PictureKind;
  onDone: (cropped: File) => void;
  onClose: () => void;
}

const STEP = 0.05;
const moves: Record<string, [number, number] | undefined> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

/** Chooses the part of a picture that is taken: drag, slide, or arrow keys. */
export function CropDialog({ file, kind, onDone, onClose }: CropDialogProps) {
  const { bitmap, broken } = useBitmap(file);
  const [crop, setCrop] = useState(ALL);
  const [failed, setFailed] = useState(false);
  const take = () => {
    if (!bitmap) return;
    const area = areaOf(crop, bitmap, kind.ratio);
    const width = Math.max(1, Math.min(kind.width, Math.round(area.width)));
    const size = { width, height: Math.max(1, Math.round(width / kind.ratio)) };
    drawn(bitmap, area, size).then(
      (blob) => onDone(new File([blob], `${kind.name}.jpg`, { type: 'image/jpeg' })),
      () => setFailed(true),
    );
  };
  return (
    <Dialog open onOpenChange={onClose} title={`Crop your ${kind.label}`} sheet keep>
      <div className="flex flex-col gap-4 px-4 pt-2 pb-5">
        {(broken || failed) && <Notice tone="danger">{words.broken}</Notice>}
        {!bitmap && !broken && (
          <div role="status" aria-label="Opening the picture" className="flex justify-center p-10">
            <Spinner />
          </div>
        )}
        {bitmap && (
          <>
            <Frame file={file} bitmap={bitmap} kind={kind} crop={crop} onChange={setCrop} />
            <ZoomSlider crop={crop} onChange={setCrop} />
          </>
        )}
      </div>
      <DialogActions>
        <Button look="ghost" onClick={onClose}>
          Cancel
        </Button>
        <Button disabled={!bitmap} onClick={take}>
          Use it
        </Button>
      </DialogActions>
    </Dialog>
  );
}

interface FrameProps {
  file: File;
  bitmap: ImageBitmap;
  kind: PictureKind;
  crop: Crop;
  onChange: (change: (crop: Crop) => Crop) => void;
}

function Frame({ file, bitmap, kind, crop, onChange }: FrameProps) {
  const hint = useId();
  const url = useObjectUrl(file);
  const last = useRef({ x: 0, y: 0 });
  const move = (x: number, y: number) => onChange((now) => moved(now, x, y, bitmap, kind.ratio));
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const frame = event.currentTarget;
    if (!frame.hasPointerCapture(event.pointerId)) return;
    const { x, y } = last.current;
    last.current = { x: event.clientX, y: event.clientY };
    move((x - event.clientX) / frame.clientWidth, (y - event.clientY) / frame.clientHeight);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = moves[event.key];
    const zoom = { '+': 1.1, '=': 1.1, '-': 1 / 1.1 }[event.key];
    if (!step && !zoom) return;
    event.preventDefault();
    if (step) move(...step);
    if (zoom) onChange((now) => nearer(now, now.zoom * zoom));
  };
  return (
    <div className="flex flex-col gap-1.5">
      <button
        type="button"
        aria-label={`Part of the picture, ${spoken(crop)}`}
        aria-describedby={hint}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          last.current = { x: event.clientX, y: event.clientY };
        }}
        onPointerMove={onPointerMove}
        className="relative mx-auto block w-full cursor-grab! touch-none overflow-hidden rounded-xl border border-line bg-sunken active:cursor-grabbing!"
        style={{ aspectRatio: kind.ratio, maxWidth: `calc(46dvh * ${kind.ratio})` }}
      >
        {url && (
          <img
            src={url}
            alt=""
            draggable={false}
            className="absolute max-w-none"
            style={placed(crop, bitmap, kind.ratio)}
          />
        )}
        {kind.round && (
          <span
            aria-hidden="true"
            className="absolute inset-0 rounded-full border-2 border-white/80 shadow-[0_0_0_100vmax_#0d071699]"
          />
        )}
      </button>
      <p id={hint} className="text-sm text-soft">
        Drag it, or use the arrow keys; plus and minus zoom.
      </p>
      <p aria-live="polite" className="sr-only">
        {spoken(crop)}
      </p>
    </div>
  );
}

function ZoomSlider({ crop, onChange }: Pick<FrameProps, 'crop' | 'onChange'>) {
  const id = useId();
  return (
    <div className="flex items-center gap-3">
      <label htmlFor={id} className="text-sm font-semibold">
        Zoom
      </label>
      <input
        id={id}
        type="range"
        min={1}
        max={CLOSEST}
        step={0.05}
        value={crop.zoom}
        aria-valuetext={`${Math.round(crop.zoom * 100)}%`}
        onChange={({ target }) => onChange((now) => nearer(now, Number(target.value)))}
        className="h-9 grow"
      />
    </div>
  );
}

/** Lays the picture so that the frame shows the part that is taken. */
function placed(crop: Crop, bitmap: ImageBitmap, ratio: number): CSSProperties {
  const area = areaOf(crop, bitmap, ratio);
  return {
    width: `${(bitmap.width / area.width) * 100}%`,
    height: `${(bitmap.height / area.height) * 100}%`,
    left: `${(-area.x / area.width) * 100}%`,
    top: `${(-area.y / area.height) * 100}%`,
  };
}

function spoken({ x, y, zoom }: Crop): string {
  return `${Math.round(x * 100)}% from the left, ${Math.round(y * 100)}% from the top, at ${Math.round(zoom * 100)}%`;
}

function useObjectUrl(file: File): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(file);
    // eslint-disable-next-line react-hooks/set-state-in-effect -- it has to be revoked again
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return url;
}

function useBitmap(file: File) {
  const [bitmap, setBitmap] = useState<ImageBitmap | null>(null);
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    let left = false;
    let opened: ImageBitmap | undefined;
    openBitmap(file).then(
      (made) => {
        opened = made;
        if (left) made.close();
        else setBitmap(made);
      },
      () => setBroken(true),
    );
    return () => {
      left = true;
      opened?.close();
    };
  }, [file]);
  return { bitmap, broken };
}
