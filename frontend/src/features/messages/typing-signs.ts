import { Timers } from '@/lib/live/timers';

// A sign that isn't given again goes out.
const SHOWN = 5_000;

const nobody: readonly string[] = [];

/** Who types where, as far as they said so in the last seconds. */
export class TypingSigns {
  readonly #typing = new Map<string, readonly string[]>();
  readonly #listeners = new Set<() => void>();
  readonly #timers = new Timers();

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The handles of who types in a conversation. */
  in(group: string): readonly string[] {
    return this.#typing.get(group) ?? nobody;
  }

  /** Somebody gave a sign. */
  see(group: string, handle: string): void {
    const typing = this.in(group);
    if (!typing.includes(handle)) this.#become(group, [...typing, handle]);
    this.#timers.after(`${group} ${handle}`, SHOWN, () => this.stop(group, handle));
  }

  /** Somebody is done: what they typed is here. */
  stop(group: string, handle: string): void {
    this.#timers.stop(`${group} ${handle}`);
    const typing = this.in(group);
    if (!typing.includes(handle)) return;
    this.#become(
      group,
      typing.filter((other) => other !== handle),
    );
  }

  forget(): void {
    this.#timers.clear();
    this.#typing.clear();
    for (const listener of this.#listeners) listener();
  }

  #become(group: string, typing: readonly string[]): void {
    this.#typing.set(group, typing);
    for (const listener of this.#listeners) listener();
  }
}
