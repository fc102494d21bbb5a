interface Watcher {
  /** Somebody seems to stay on a name. */
  prepare: (name: HTMLElement) => void;
  /** They did; null when they have gone. */
  show: (name: HTMLElement | null) => void;
}

// Who passes over a name on the way to something else sees nothing.
const PREPARE = 120;
const OPEN = 450;
// Long enough to get from the name to its card.
const CLOSE = 250;

/** Tells when the pointer rests on a name (`data-person`), or the keyboard's focus does. */
export function watchNames({ prepare, show }: Watcher): () => void {
  let current: HTMLElement | null = null;
  let timers: ReturnType<typeof setTimeout>[] = [];

  const cancel = () => {
    timers.forEach(clearTimeout);
    timers = [];
  };
  const leave = (delay: number) => {
    cancel();
    current = null;
    timers = [setTimeout(() => show(null), delay)];
  };
  const enter = (name: HTMLElement) => {
    if (name === current) return;
    cancel();
    current = name;
    timers = [
      setTimeout(() => prepare(name), PREPARE),
      setTimeout(() => name.isConnected && show(name), OPEN),
    ];
  };
  const goTo = (target: EventTarget | null, byKeyboard = false) => {
    if (!(target instanceof Element)) return;
    const name = target.closest<HTMLElement>('[data-person]');
    if (name && (!byKeyboard || target.matches(':focus-visible'))) enter(name);
    // On its card, the name is still meant.
    else if (target.closest('[data-person-card]')) cancel();
    else if (current ?? document.querySelector('[data-person-card]')) leave(CLOSE);
  };

  const listeners = {
    pointerover: (event: Event) => {
      if ((event as PointerEvent).pointerType !== 'touch') goTo(event.target);
    },
    focusin: (event: Event) => goTo(event.target, true),
    // What is pressed is meant itself, not whom it names.
    pointerdown: (event: Event) => {
      if (event.target instanceof Element && event.target.closest('[data-person]')) leave(0);
    },
    pointerleave: () => leave(CLOSE),
    keydown: (event: Event) => {
      if (['Escape', 'Enter'].includes((event as KeyboardEvent).key) && current) leave(0);
    },
  };
  const root = document.documentElement;
  for (const [type, listener] of Object.entries(listeners)) root.addEventListener(type, listener);
  return () => {
    cancel();
    for (const [type, listener] of Object.entries(listeners)) {
      root.removeEventListener(type, listener);
    }
  };
}
