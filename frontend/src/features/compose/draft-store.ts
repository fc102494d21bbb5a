import { isTtl } from '@/lib/text/ttl';
import type { Ttl } from '@/api/models';

/** What somebody is writing. */
export interface Draft {
  text: string;
  /** Undefined until chosen: then the profile's own default counts. */
  ttl?: Ttl | undefined;
  /** The last try to post it: a retry of the same words uses the same key. */
  attempt?: { key: string; body: string } | undefined;
}

const DRAFT_KEY = 'cruddur.draft';
const TTL_KEY = 'cruddur.ttl';

/**
 * Keeps the draft of this tab. It lies in sessionStorage, so that it outlives a reload, a
 * lost session and every failure, but not the tab.
 */
export class DraftStore {
  readonly #store: Storage;
  readonly #listeners = new Set<() => void>();
  #draft: Draft;

  constructor(store: Storage = window.sessionStorage) {
    this.#store = store;
    this.#draft = read(store);
  }

  get draft(): Draft {
    return this.#draft;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  write(text: string): void {
    this.#become({ ...this.#draft, text });
  }

  /** The choice is remembered for the next crud too. */
  chooseTtl(ttl: Ttl): void {
    this.#store.setItem(TTL_KEY, ttl);
    this.#become({ ...this.#draft, ttl });
  }

  /**
   * The Idempotency-Key for posting `body`: the same for the same words until they are
   * posted, so that a retry after a lost answer never posts twice.
   */
  keyFor(body: string): string {
    const { attempt } = this.#draft;
    if (attempt?.body === body) return attempt.key;
    const key = crypto.randomUUID();
    this.#become({ ...this.#draft, attempt: { key, body } });
    return key;
  }

  /** Posted: an empty page, and the same life as before. */
  posted(): void {
    this.#become({ text: '', ttl: this.#draft.ttl });
  }

  /** The person left: nothing of theirs stays behind. */
  forget(): void {
    this.#store.removeItem(TTL_KEY);
    this.#become({ text: '' });
  }

  #become(draft: Draft): void {
    this.#draft = draft;
    if (draft.text === '') this.#store.removeItem(DRAFT_KEY);
    else this.#store.setItem(DRAFT_KEY, JSON.stringify(draft));
    for (const listener of this.#listeners) listener();
  }
}

function read(store: Storage): Draft {
  const remembered = store.getItem(TTL_KEY);
  const ttl = isTtl(remembered) ? remembered : undefined;
  const stored = parse(store.getItem(DRAFT_KEY));
  if (typeof stored.text !== 'string') return { text: '', ttl };
  const { key, body } = (stored.attempt ?? {}) as Record<string, unknown>;
  const attempt = typeof key === 'string' && typeof body === 'string' ? { key, body } : undefined;
  return { text: stored.text, ttl, attempt };
}

function parse(json: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
