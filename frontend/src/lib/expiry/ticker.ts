/** Called when due, with the server's time; returns how many milliseconds to sleep. */
export type Tick = (now: number) => number;

/** A place in the ticker's round. */
export interface Subscription {
  /** Ticks at once, for instance because the subscriber came into view. */
  wake: () => void;
  stop: () => void;
}

interface Seat {
  tick: Tick;
  due: number;
}

// Late by less than this is on time, so that neighbours tick together.
const SLACK = 50;
const LONGEST_SLEEP = 60_000;

/**
 * One timer for everything on screen that counts down. Each subscriber says when it
 * next needs to look; the timer sleeps until the first of them does, and stops while the
 * tab is hidden.
 */
export class Ticker {
  readonly #now: () => number;
  readonly #seats = new Set<Seat>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Ticks once at once, then whenever due. */
  subscribe(tick: Tick): Subscription {
    const seat: Seat = { tick, due: 0 };
    this.#seats.add(seat);
    this.#run(seat);
    this.#schedule();
    return {
      wake: () => {
        this.#run(seat);
        this.#schedule();
      },
      stop: () => {
        this.#seats.delete(seat);
        this.#schedule();
      },
    };
  }

  /** Follows the tab: sleeps when hidden, and catches up when shown. */
  attach(target: Document): () => void {
    const onChange = () => (target.hidden ? this.#pause() : this.#tickAll());
    target.addEventListener('visibilitychange', onChange);
    return () => {
      target.removeEventListener('visibilitychange', onChange);
      this.#pause();
    };
  }

  #tickAll(): void {
    for (const seat of [...this.#seats]) this.#run(seat);
    this.#schedule();
  }

  #tickDue(): void {
    const horizon = this.#now() + SLACK;
    for (const seat of [...this.#seats]) if (seat.due <= horizon) this.#run(seat);
    this.#schedule();
  }

  #run(seat: Seat): void {
    const now = this.#now();
    seat.due = now + seat.tick(now);
  }

  #schedule(): void {
    this.#pause();
    const due = Math.min(...[...this.#seats].map((seat) => seat.due));
    if (!Number.isFinite(due) || document.hidden) return;
    const sleep = Math.min(Math.max(due - this.#now(), SLACK), LONGEST_SLEEP);
    this.#timer = setTimeout(() => this.#tickDue(), sleep);
  }

  #pause(): void {
    clearTimeout(this.#timer);
  }
}
