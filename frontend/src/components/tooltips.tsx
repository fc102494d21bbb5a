import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { TipWatch } from './tip-watch';

// From its element, and from the edges of the screen.
const GAP = 6;
const MARGIN = 8;
const LOOK_AGAIN = 500;

/**
 * Shows what elements say in `data-tip`. One for the whole page: lists of hundreds of cruds
 * need no listener, no code and no wrapper each.
 */
export function Tooltips() {
  const [element, setElement] = useState<HTMLElement | null>(null);
  const [watch] = useState(() => new TipWatch(setElement));
  useEffect(() => watch.attach(document.documentElement), [watch]);
  return element && <Bubble element={element} onGone={watch.hide} />;
}

function Bubble({ element, onGone }: { element: HTMLElement; onGone: () => void }) {
  const id = useId();
  const bubble = useRef<HTMLDivElement>(null);
  const [text, setText] = useState(element.dataset.tip);

  useLayoutEffect(() => {
    place(bubble.current, element);
    element.setAttribute('aria-describedby', id);
    return () => element.removeAttribute('aria-describedby');
  }, [element, id, text]);

  useEffect(() => {
    const look = () => {
      setText(element.dataset.tip);
      if (inSight(element)) place(bubble.current, element);
      else onGone();
    };
    const timer = setInterval(look, LOOK_AGAIN);
    window.addEventListener('scroll', look, { capture: true, passive: true });
    return () => {
      clearInterval(timer);
      window.removeEventListener('scroll', look, { capture: true });
    };
  }, [element, onGone]);

  return (
    <div
      ref={bubble}
      id={id}
      role="tooltip"
      className="forced-line fixed z-50 w-max max-w-72 animate-pop rounded-lg bg-ink px-2.5 py-1.5 text-xs font-medium whitespace-pre-line text-page shadow-lg"
    >
      {text}
    </div>
  );
}

function inSight(element: HTMLElement): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return element.isConnected && bottom >= 0 && top <= window.innerHeight;
}

/** Above the element where there is room, else below. */
function place(bubble: HTMLElement | null, element: HTMLElement): void {
  if (!bubble) return;
  const { top, bottom, left, width } = element.getBoundingClientRect();
  const { offsetWidth, offsetHeight } = bubble;
  const above = top - GAP - offsetHeight;
  const most = document.documentElement.clientWidth - MARGIN - offsetWidth;
  const centred = left + width / 2 - offsetWidth / 2;
  bubble.style.top = `${above >= MARGIN ? above : bottom + GAP}px`;
  bubble.style.left = `${Math.max(MARGIN, Math.min(centred, most))}px`;
}
