import { onlineManager } from '@tanstack/react-query';
import { ProblemError } from '@/api/problem';

/** Asks how long these cruds live now, and sees to it that everything shows it. */
export type AskLives = (ids: string[], signal: AbortSignal) => Promise<void>;

const EVERY = 10_000;
// So that many tabs that came back at the same time don't ask at the same time for ever.
const JITTER = 1_000;
// What comes on screen long after the last answer need not wait for its turn.
const SOON = 100;
const LONGEST = 120_000;
// As many as the API takes at once.
const MOST = 100;

/**
 * Follows the lives of what is on screen, because authors change them: one request for
 * everything, again and again while the tab is visible and online. Failures are silent,
 * and make it ask less often.
 */
export class LifeWatch {
  readonly #ask: AskLives;
  /** How many places show a crud; those asked for longest ago come first. */
  readonly #shown = new Map<string, number>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking: AbortController | undefined;
  #due: number | undefined;
  #failures = 0;
  #pauses = 0;
  #attached = false;

  constructor(ask: AskLives) {
    this.#ask = ask;
  }

  /** A crud came on screen; call what is returned when it leaves. */
  watch(id: string): () => void {
    this.#shown.set(id, (this.#shown.get(id) ?? 0) + 1);
    if (this.#timer === undefined) this.#schedule();
    let watching = true;
    return () => {
      if (!watching) return;
      watching = false;
      this.#leave(id);
    };
  }

  /**
   * While a life is being changed from here, what others say of it is out of date: an
   * answer on its way is dropped, and none is asked for until the function returned is called.
   */
  pause(): () => void {
    this.#pauses++;
    this.#asking?.abort();
    this.#rest();
    let pausing = true;
    return () => {
      if (!pausing) return;
      pausing = false;
      this.#pauses--;
      this.#due = Date.now() + this.#wait();
      this.#schedule();
    };
  }

  /** Follows the tab and the connection: asks at once when either is back. */
  attach(target: Document): () => void {
    this.#attached = true;
    const onChange = () => {
      this.#due = Date.now();
      // Hidden or offline, it rests.
      this.#schedule();
    };
    this.#schedule();
    target.addEventListener('visibilitychange', onChange);
    const unsubscribe = onlineManager.subscribe(onChange);
    return () => {
      this.#attached = false;
      target.removeEventListener('visibilitychange', onChange);
      unsubscribe();
      this.#asking?.abort();
      this.#rest();
    };
  }

  #leave(id: string): void {
    const places = (this.#shown.get(id) ?? 0) - 1;
    if (places > 0) this.#shown.set(id, places);
    else this.#shown.delete(id);
    if (this.#shown.size === 0) this.#rest();
  }

  #schedule(): void {
    this.#rest();
    const idle = this.#shown.size === 0 || this.#pauses > 0 || this.#asking !== undefined;
    if (idle || !this.#attached || document.hidden || !onlineManager.isOnline()) return;
    this.#due ??= Date.now() + this.#wait();
    // At least a moment, so that all that comes on screen together is asked for together.
    const wait = Math.max(SOON, this.#due - Date.now());
    this.#timer = setTimeout(() => void this.#run(), wait);
  }

  #rest(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #run(): Promise<void> {
    const ids = [...this.#shown.keys()].slice(0, MOST);
    this.#moveBack(ids);
    const asking = new AbortController();
    this.#asking = asking;
    let patience = 0;
    try {
      await this.#ask(ids, asking.signal);
      this.#failures = 0;
    } catch (error) {
      if (!asking.signal.aborted) this.#failures++;
      if (error instanceof ProblemError) patience = (error.retryAfter ?? 0) * 1000;
    }
    this.#asking = undefined;
    this.#due = Date.now() + Math.max(patience, this.#wait());
    this.#schedule();
  }

  /** Where there are more than can be asked for at once, they take turns. */
  #moveBack(ids: string[]): void {
    for (const id of ids) {
      const places = this.#shown.get(id);
      this.#shown.delete(id);
      if (places !== undefined) this.#shown.set(id, places);
    }
  }

  #wait(): number {
    const wait = EVERY * 2 ** this.#failures + Math.random() * JITTER;
    return Math.min(LONGEST, wait);
  }
}
