import { onlineManager } from '@tanstack/react-query';
import type { Message } from '@/api/messages';
import { describeError, describeFault, NetworkError, ProblemError } from '@/api/problem';
import type { AttachedPhoto } from '@/lib/attachments/attachments';
import { backoff } from '@/lib/live/backoff';
import { Timers } from '@/lib/live/timers';
import {
  judge,
  keyIsStale,
  readOutgoing,
  toBeStored,
  unusableIn,
  withoutUnusable,
  type Outgoing,
} from './outgoing';

const KEY = 'cruddur.outbox';

export interface OutboxOptions {
  send: (outgoing: Outgoing) => Promise<Message>;
  /** It was sent; `message` is what everybody sees now. */
  onSent: (message: Message, outgoing: Outgoing) => void;
  now: () => number;
  store?: Storage;
}

/**
 * Messages that were written here and that the service hasn't answered for. They lie over the
 * thread as a shadow: nothing has to be taken back when sending fails. Those of one conversation
 * go one after another, so that they arrive in the order they were written; they outlive a
 * reload and being offline.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #store: Storage;
  readonly #listeners = new Set<() => void>();
  readonly #timers = new Timers();
  readonly #tries = new Map<string, number>();
  #items: readonly Outgoing[] = [];
  #owner = '';

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#store = options.store ?? window.sessionStorage;
  }

  get items(): readonly Outgoing[] {
    return this.#items;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Takes up what this person had on its way; sends until the function returned is called. */
  start(owner: string): () => void {
    if (this.#owner !== owner) {
      this.#owner = owner;
      this.#become(readOutgoing(this.#store.getItem(KEY), owner, this.#options.now()));
    }
    const unsubscribe = onlineManager.subscribe((online) => online && this.resume());
    this.resume();
    return () => {
      unsubscribe();
      this.#timers.clear();
    };
  }

  /** Sends a text, photos or both, now or as soon as that is possible. */
  add(group: string, text: string, photos: readonly AttachedPhoto[] = []): Outgoing {
    const at = this.#options.now();
    const key = crypto.randomUUID();
    const outgoing: Outgoing = { key, group, text, photos, at, state: 'waiting' };
    this.#become([...this.#items, outgoing]);
    // What was written before it goes before it.
    this.#reconsider(group);
    return outgoing;
  }

  /** Tries again what failed; without the photos that can't be used, where those were why. */
  retry(key: string): void {
    const failed = this.#items.find((item) => item.key === key);
    if (failed?.state !== 'failed') return;
    const left = failed.unusable ? withoutUnusable(failed) : {};
    if (!left) {
      this.discard(key);
      return;
    }
    const now = this.#options.now();
    // The service takes no other body for the same key.
    const another = failed.unusable !== undefined || keyIsStale(failed, now);
    const fresh = another ? { key: crypto.randomUUID(), at: now } : {};
    this.#tries.delete(key);
    this.#change(key, { ...fresh, ...left, ...untroubled, state: 'waiting' });
    this.#reconsider(failed.group);
  }

  /** The person doesn't want to send it any more. */
  discard(key: string): void {
    this.#letGo(this.#items.filter((item) => item.key === key));
    this.#become(this.#items.filter((item) => item.key !== key));
  }

  /** A message turned up that was sent from here: it took effect, whatever was answered. */
  confirm(key: string | undefined): void {
    const sent = this.#items.find((item) => item.key === key);
    if (!sent) return;
    this.discard(sent.key);
    this.#next(sent.group);
  }

  /** There may be a connection again. */
  resume(): void {
    for (const group of new Set(this.#items.map((item) => item.group))) this.#reconsider(group);
  }

  /** The person left: nothing of theirs stays behind. */
  forget(): void {
    this.#timers.clear();
    this.#letGo(this.#items);
    this.#become([]);
    this.#owner = '';
  }

  /** Tries again what didn't get through, in its place. */
  #reconsider(group: string): void {
    for (const { key, unreached } of this.#items.filter((item) => item.group === group)) {
      if (unreached) this.#change(key, { ...untroubled, state: 'waiting' });
    }
    this.#next(group);
  }

  #next(group: string): void {
    const mine = this.#items.filter((item) => item.group === group);
    if (!onlineManager.isOnline() || mine.some(({ state }) => state === 'sending')) return;
    const next = mine.find(({ state }) => state === 'waiting');
    if (next) void this.#send(next);
  }

  async #send(outgoing: Outgoing): Promise<void> {
    const { key, group } = outgoing;
    this.#timers.stop(group);
    this.#change(key, { state: 'sending' });
    try {
      const message = await this.#options.send(outgoing);
      this.discard(key);
      this.#options.onSent(message, outgoing);
    } catch (error) {
      if (!this.#items.some((item) => item.key === key)) return;
      if (!this.#onFailure(outgoing, error)) return;
    }
    this.#next(group);
  }

  /** True when the next one may go. */
  #onFailure(outgoing: Outgoing, error: unknown): boolean {
    const { key, group } = outgoing;
    const tries = (this.#tries.get(key) ?? 0) + 1;
    this.#tries.set(key, tries);
    switch (judge(error, tries, onlineManager.isOnline())) {
      case 'gone':
        this.discard(key);
        return true;
      case 'wait':
        this.#change(key, { state: 'waiting' });
        return false;
      case 'again': {
        this.#change(key, { state: 'waiting' });
        const asked = error instanceof ProblemError ? (error.retryAfter ?? 0) * 1000 : 0;
        this.#timers.after(group, Math.max(asked, backoff(tries)), () => this.#next(group));
        return false;
      }
      case 'failed': {
        const unreached = error instanceof NetworkError;
        const found = unusableIn(error, outgoing);
        const unusable = found.length > 0 ? found : undefined;
        this.#tries.delete(key);
        this.#change(key, { state: 'failed', trouble: wordsFor(error), unreached, unusable });
        return !unreached;
      }
    }
  }

  #letGo(items: readonly Outgoing[]): void {
    for (const { preview } of items.flatMap(({ photos }) => photos)) {
      if (preview) URL.revokeObjectURL(preview);
    }
  }

  #change(key: string, change: Partial<Outgoing>): void {
    this.#become(this.#items.map((item) => (item.key === key ? { ...item, ...change } : item)));
  }

  #become(items: readonly Outgoing[]): void {
    this.#items = items;
    if (items.length === 0) this.#store.removeItem(KEY);
    else this.#store.setItem(KEY, JSON.stringify({ owner: this.#owner, items: toBeStored(items) }));
    for (const listener of this.#listeners) listener();
  }
}

const untroubled = { trouble: undefined, unreached: false, unusable: undefined };

const photoFaults: Record<string, string | undefined> = {
  not_found: 'A photo waited too long to be sent, and has to be added anew.',
  refused: 'A photo turned out not to be one that can be shown.',
};

function wordsFor(error: unknown): string {
  const fault = error instanceof ProblemError ? error.fields[0] : undefined;
  if (fault?.field === 'message') return describeFault(fault);
  if (fault?.field.startsWith('photos')) {
    return photoFaults[fault.code] ?? 'A photo can’t be sent.';
  }
  return describeError(error);
}
