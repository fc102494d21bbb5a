/** Timers by name: a new one takes the place of the one before. */
export class Timers {
  readonly #stops = new Map<string, () => void>();

  after(name: string, wait: number, then: () => void): void {
    this.stop(name);
    const timer = setTimeout(() => {
      this.#stops.delete(name);
      then();
    }, wait);
    this.#stops.set(name, () => clearTimeout(timer));
  }

  every(name: string, wait: number, then: () => void): void {
    this.stop(name);
    const timer = setInterval(then, wait);
    this.#stops.set(name, () => clearInterval(timer));
  }

  runs(name: string): boolean {
    return this.#stops.has(name);
  }

  stop(name: string): void {
    this.#stops.get(name)?.();
    this.#stops.delete(name);
  }

  clear(): void {
    for (const name of [...this.#stops.keys()]) this.stop(name);
  }
}
