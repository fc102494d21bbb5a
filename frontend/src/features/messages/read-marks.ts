import { isTransient } from '@/api/problem';

/**
 * Read marks on their way to the service, for each conversation the newest. One that doesn't get
 * through is told again with the next connection: else what was read here would stay unread on
 * every other device.
 */
export class ReadMarks {
  readonly #put: (group: string, id: string) => Promise<void>;
  readonly #due = new Map<string, string>();

  constructor(put: (group: string, id: string) => Promise<void>) {
    this.#put = put;
  }

  /** Somebody has read up to this message. */
  mark(group: string, id: string): void {
    this.#due.set(group, id);
    void this.#tell(group, id);
  }

  /** There may be a connection again. */
  resume(): void {
    for (const [group, id] of this.#due) void this.#tell(group, id);
  }

  /** The person left. */
  forget(): void {
    this.#due.clear();
  }

  async #tell(group: string, id: string): Promise<void> {
    try {
      await this.#put(group, id);
    } catch (error) {
      if (isTransient(error)) return;
    }
    if (this.#due.get(group) === id) this.#due.delete(group);
  }
}
