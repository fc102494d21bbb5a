import { useEffect, useRef, useState, type PointerEvent, type RefObject } from 'react';
import { bounded, WHOLE, zoomed, type Box, type View } from './zoom';

interface StageOptions {
  stage: RefObject<HTMLElement | null>;
  /** The photo when all of it is in sight, and the room it has. */
  photo: Box;
  room: Box;
  onStep: (by: 1 | -1) => void;
  onClose: () => void;
}

interface Point {
  x: number;
  y: number;
}

// How far a finger goes before it is meant, in pixels, and how soon it taps again, in ms.
const TAP = 10;
const SWIPE = 60;
const THROW = 110;
const AGAIN = 300;
const DOUBLE = 2.5;

/** How a photo is looked at, by fingers, mouse and wheel. */
export function useStage({ stage, photo, room, onStep, onClose }: StageOptions) {
  const [view, setView] = useState(WHOLE);
  const [drag, setDrag] = useState<Point | null>(null);
  const fingers = useRef(new Map<number, Point>());
  const gesture = useRef({ from: { x: 0, y: 0 }, pinched: false, tappedAt: 0 });

  const change = (next: (view: View) => View) => setView((now) => bounded(next(now), photo, room));
  const zoom = (factor: number, at: Point = { x: 0, y: 0 }) =>
    change((now) => zoomed(now, factor, at));
  const pan = (x: number, y: number) => change((now) => ({ ...now, x: now.x + x, y: now.y + y }));
  const reset = () => setView(WHOLE);
  useWheel(stage, zoom);

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    fingers.current.set(event.pointerId, at(event));
    if (fingers.current.size === 1) {
      gesture.current = { ...gesture.current, from: at(event), pinched: false };
    } else {
      gesture.current.pinched = true;
      setDrag(null);
    }
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const before = fingers.current.get(event.pointerId);
    if (!before) return;
    const now = at(event);
    fingers.current.set(event.pointerId, now);
    const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      zoom(distance(now, other) / Math.max(1, distance(before, other)), between(now, other));
      pan((now.x - before.x) / 2, (now.y - before.y) / 2);
    } else if (view.scale > 1) pan(now.x - before.x, now.y - before.y);
    else if (!gesture.current.pinched) setDrag(minus(now, gesture.current.from));
  };
  const onPointerUp = (event: PointerEvent<HTMLElement>) => {
    if (!fingers.current.delete(event.pointerId) || fingers.current.size > 0) return;
    const { from, pinched, tappedAt } = gesture.current;
    const gone = minus(at(event), from);
    setDrag(null);
    if (pinched) return;
    if (Math.hypot(gone.x, gone.y) < TAP) {
      const again = event.timeStamp - tappedAt < AGAIN;
      gesture.current.tappedAt = again ? 0 : event.timeStamp;
      if (again) zoom(view.scale > 1 ? 0 : DOUBLE, at(event));
    } else if (view.scale === 1) swiped(gone);
  };
  const swiped = ({ x, y }: Point) => {
    if (Math.abs(x) > SWIPE && Math.abs(x) > Math.abs(y)) onStep(x < 0 ? 1 : -1);
    else if (y > THROW) onClose();
  };
  const onPointerCancel = (event: PointerEvent<HTMLElement>) => {
    fingers.current.delete(event.pointerId);
    setDrag(null);
  };
  const handlers = { onPointerDown, onPointerMove, onPointerUp, onPointerCancel };
  return { view, drag, zoom, pan, reset, handlers };
}

/** From the middle of the stage. */
function at(event: PointerEvent<HTMLElement>): Point {
  return fromMiddle(event.currentTarget, event);
}

function fromMiddle(element: Element, { clientX, clientY }: { clientX: number; clientY: number }) {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: clientX - left - width / 2, y: clientY - top - height / 2 };
}

function minus(a: Point, b: Point): Point {
  return { x: a.x - b.x, y: a.y - b.y };
}

function between(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** The wheel zooms; React's own listener couldn't keep the browser from doing so, too. */
function useWheel(
  stage: RefObject<HTMLElement | null>,
  zoom: (factor: number, at: Point) => void,
): void {
  const latest = useRef(zoom);
  useEffect(() => {
    latest.current = zoom;
  });
  useEffect(() => {
    const element = stage.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      latest.current(Math.exp(-event.deltaY * 0.002), fromMiddle(element, event));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [stage]);
}
