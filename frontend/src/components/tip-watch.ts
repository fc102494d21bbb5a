// Who passes over something on the way to something else sees nothing.
const OPEN = 350;
// Long enough to get from the thing to its tooltip.
const CLOSE = 200;

/**
 * Tells which element (`data-tip`) shows its tooltip: the one that the pointer rests on, that
 * has the keyboard's focus, or the button that was pressed, for fingers don't rest on things.
 */
export class TipWatch {
  readonly #show: (element: HTMLElement | null) => void;
  #shown: HTMLElement | null = null;
  #next: HTMLElement | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(show: (element: HTMLElement | null) => void) {
    this.#show = show;
  }

  /** Begins to watch the page; returns the end of it. */
  attach(root: HTMLElement): () => void {
    const listeners = {
      pointerover: (event: PointerEvent) => this.#onOver(event),
      // A finger leaves whenever it is lifted.
      pointerleave: ({ pointerType }: PointerEvent) => pointerType === 'touch' || this.hide(),
      pointerdown: ({ target }: Event) => this.#meant(target) === this.#shown || this.hide(),
      focusin: (event: Event) => this.#onFocus(event),
      click: ({ target }: Event) => this.#onClick(target),
      keydown: (event: KeyboardEvent) => event.key === 'Escape' && this.hide(),
    };
    const all = Object.entries(listeners) as [string, (event: Event) => void][];
    for (const [type, listener] of all) root.addEventListener(type, listener);
    return () => {
      this.hide();
      for (const [type, listener] of all) root.removeEventListener(type, listener);
    };
  }

  hide = (): void => this.#become(null);

  #onOver({ target, pointerType }: PointerEvent): void {
    if (pointerType === 'touch') return;
    const element = this.#meant(target);
    if (element === this.#next) return;
    this.#next = element;
    clearTimeout(this.#timer);
    const opening = this.#shown ? 0 : OPEN;
    this.#timer = setTimeout(() => this.#become(element), element ? opening : CLOSE);
  }

  #onFocus({ target }: Event): void {
    const element = this.#meant(target);
    const byKeyboard = target instanceof Element && target.matches(':focus-visible');
    if (byKeyboard) this.#become(element);
    else if (element !== this.#shown) this.hide();
  }

  /** A button that only has a tooltip to give gives it; again, and it is gone. */
  #onClick(target: EventTarget | null): void {
    const element = this.#meant(target);
    const toggles = element instanceof HTMLButtonElement && element !== this.#shown;
    this.#become(toggles ? element : null);
  }

  #meant(target: EventTarget | null): HTMLElement | null {
    if (!(target instanceof Element)) return null;
    // On the tooltip, what it belongs to is still meant.
    if (target.closest('[role="tooltip"]')) return this.#shown;
    return target.closest<HTMLElement>('[data-tip]');
  }

  #become(element: HTMLElement | null): void {
    clearTimeout(this.#timer);
    this.#next = element;
    if (element === this.#shown) return;
    this.#shown = element;
    this.#show(element);
  }
}
