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
const REPLY_KEY = 'cruddur.reply.';

/**
 * Keeps a draft of this tab. It lies in sessionStorage, so that it outlives a reload, a
 * lost session and every failure, but not the tab.
 */
export class DraftStore {
  readonly #store: Storage;
  readonly #key: string;
  readonly #listeners = new Set<() => void>();
  #draft: Draft;

  constructor(store: Storage = window.sessionStorage, key = DRAFT_KEY) {
    this.#store = store;
    this.#key = key;
    this.#draft = read(store, key);
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

  /** The person doesn't want it any more. */
  discard(): void {
    this.posted();
  }

  /** The person left: nothing of theirs stays behind. */
  forget(): void {
    this.#store.removeItem(TTL_KEY);
    this.#become({ text: '' });
  }

  #become(draft: Draft): void {
    this.#draft = draft;
    // Photos need no words, but a retry needs the key of its attempt.
    if (draft.text === '' && !draft.attempt) this.#store.removeItem(this.#key);
    else this.#store.setItem(this.#key, JSON.stringify(draft));
    for (const listener of this.#listeners) listener();
  }
}

/** The drafts of replies: one for each crud replied to, whichever way it is opened. */
export class ReplyDrafts {
  readonly #store: Storage;
  readonly #drafts = new Map<string, DraftStore>();

  constructor(store: Storage = window.sessionStorage) {
    this.#store = store;
  }

  /** The draft of the reply to this crud. */
  of(parent: string): DraftStore {
    const known = this.#drafts.get(parent);
    if (known) return known;
    const draft = new DraftStore(this.#store, REPLY_KEY + parent);
    this.#drafts.set(parent, draft);
    return draft;
  }

  /** The person left: those not opened since the last reload go too. */
  forget(): void {
    for (const draft of this.#drafts.values()) draft.discard();
    const stored = Object.keys(this.#store).filter((key) => key.startsWith(REPLY_KEY));
    for (const key of stored) this.#store.removeItem(key);
  }
}

function read(store: Storage, key: string): Draft {
  const remembered = store.getItem(TTL_KEY);
  const ttl = isTtl(remembered) ? remembered : undefined;
  const stored = parse(store.getItem(key));
  if (typeof stored.text !== 'string') return { text: '', ttl };
  return { text: stored.text, ttl, attempt: attemptIn(stored.attempt) };
}

function attemptIn(stored: unknown): Draft['attempt'] {
  const { key, body } = (stored ?? {}) as Record<string, unknown>;
  return typeof key === 'string' && typeof body === 'string' ? { key, body } : undefined;
}

function parse(json: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
