import { scrollBehavior } from '@/lib/motion';

// So near to its end a thread counts as being there.
const NEAR = 48;
const ROWS = '[data-message]';

interface Anchor {
  element: Element;
  top: number;
}

/**
 * Holds the place in a thread: at its end it stays at the end, whatever comes; elsewhere what is
 * looked at stays where it is, whatever comes above or below.
 */
export class ThreadPlace {
  readonly #onEnd: (atEnd: boolean) => void;
  #box: HTMLElement | undefined;
  #atEnd = true;
  #anchor: Anchor | undefined;

  constructor(onEnd: (atEnd: boolean) => void) {
    this.#onEnd = onEnd;
  }

  /** Follows a scrolling box and what is in it; returns the end of it. */
  attach = (box: HTMLElement): (() => void) => {
    this.#box = box;
    const observer = new ResizeObserver(this.settle);
    observer.observe(box);
    if (box.firstElementChild) observer.observe(box.firstElementChild);
    box.addEventListener('scroll', this.#remember, { passive: true });
    this.settle();
    return () => {
      observer.disconnect();
      box.removeEventListener('scroll', this.#remember);
      this.#box = undefined;
    };
  };

  /** Puts back what was moved by what came or went; called before anything is painted. */
  settle = (): void => {
    const box = this.#box;
    if (!box) return;
    if (this.#atEnd) box.scrollTop = box.scrollHeight;
    else if (this.#anchor?.element.isConnected) {
      const moved = this.#anchor.element.getBoundingClientRect().top - this.#anchor.top;
      if (moved !== 0) box.scrollTop += moved;
    } else this.#anchor = firstInSight(box);
  };

  /** Goes to the newest message. */
  toEnd = (behavior: ScrollBehavior = scrollBehavior()): void => {
    if (behavior === 'instant') this.#atEnd = true;
    this.#box?.scrollTo({ top: this.#box.scrollHeight, behavior });
  };

  #remember = (): void => {
    const box = this.#box;
    if (!box) return;
    this.#atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
    this.#anchor = this.#atEnd ? undefined : firstInSight(box);
    this.#onEnd(this.#atEnd);
  };
}

function firstInSight(box: Element): Anchor | undefined {
  const { top } = box.getBoundingClientRect();
  for (const element of box.querySelectorAll(ROWS)) {
    const place = element.getBoundingClientRect();
    if (place.bottom > top) return { element, top: place.top };
  }
  return undefined;
}
