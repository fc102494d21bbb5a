const KEY = 'cruddur.message.';

/** What was begun to be written in each conversation. It outlives a reload, but not the tab. */
export class MessageDrafts {
  readonly #store: Storage;

  constructor(store: Storage = window.sessionStorage) {
    this.#store = store;
  }

  read(group: string): string {
    return this.#store.getItem(KEY + group) ?? '';
  }

  write(group: string, text: string): void {
    if (text === '') this.#store.removeItem(KEY + group);
    else this.#store.setItem(KEY + group, text);
  }

  /** The person left: nothing of theirs stays behind. */
  forget(): void {
    const stored = Object.keys(this.#store).filter((key) => key.startsWith(KEY));
    for (const key of stored) this.#store.removeItem(key);
  }
}
