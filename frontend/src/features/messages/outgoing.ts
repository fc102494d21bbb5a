import type { AttachedPhoto } from '@/lib/attachments/attachments';
import { NetworkError, ProblemError, isTransient } from '@/api/problem';

/** A message on its way out. Its key makes that it is sent once, however often it is tried. */
export interface Outgoing {
  key: string;
  group: string;
  text: string;
  photos: readonly AttachedPhoto[];
  /** When it was written, by the server's clock. */
  at: number;
  state: 'waiting' | 'sending' | 'failed';
  /** Why it failed. */
  trouble?: string | undefined;
  /** It failed for want of a connection: it is tried by itself when there is one. */
  unreached?: boolean | undefined;
  /** The photos that the service can't use. */
  unusable?: readonly string[] | undefined;
}

/** What is left of a message that failed for some of its photos; null when that is nothing. */
export function withoutUnusable(failed: Outgoing): Pick<Outgoing, 'photos'> | null {
  const photos = failed.photos.filter(({ id }) => !failed.unusable?.includes(id));
  return failed.text === '' && photos.length === 0 ? null : { photos };
}

/** The photos that were the trouble. */
export function unusableIn(error: unknown, { photos }: Outgoing): string[] {
  if (!(error instanceof ProblemError) || error.code !== 'pictures_unusable') return [];
  return error.fields.flatMap(({ field }) => {
    const photo = photos[Number(/^photos\D+(\d+)/.exec(field)?.[1] ?? NaN)];
    return photo ? [photo.id] : [];
  });
}

// The service remembers keys for 24 hours: after that a retry could double a message.
const KEY_LIFE = 23 * 3_600_000;

/** True when the key may be forgotten: a retry needs another one. */
export function keyIsStale({ at }: Outgoing, now: number): boolean {
  return now - at > KEY_LIFE;
}

/** What is to be done after a try that failed. */
export type Verdict = 'again' | 'wait' | 'gone' | 'failed';

const MOST_TRIES = 4;

/** Judges a failed try: whether the same may succeed by itself, and when. */
export function judge(error: unknown, tries: number, online: boolean): Verdict {
  // A retry learns that an earlier try did send it, and that it is gone by now.
  if (error instanceof ProblemError && error.code === 'message_not_found') return 'gone';
  if (error instanceof NetworkError && !online) return 'wait';
  if (isTransient(error) || isUnready(error)) return tries < MOST_TRIES ? 'again' : 'failed';
  if (error instanceof ProblemError && error.status >= 500) {
    return tries < 2 ? 'again' : 'failed';
  }
  // The session ended: the words wait for whoever wrote them to sign in again.
  return error instanceof Error && error.name === 'SessionEndedError' ? 'wait' : 'failed';
}

/** Uploads count as ready a moment before every reader knows. */
function isUnready(error: unknown): boolean {
  if (!(error instanceof ProblemError) || error.code !== 'pictures_unusable') return false;
  return error.fields.length > 0 && error.fields.every(({ code }) => code === 'not_ready');
}

/** As it outlives a reload: the files themselves don't. */
export function toBeStored(items: readonly Outgoing[]): Outgoing[] {
  const unseen = (photo: AttachedPhoto) => ({ ...photo, preview: null });
  return items.map((item) => ({ ...item, photos: item.photos.map(unseen) }));
}

/** What was on its way when the page was left. Nobody else's words are read, nor half-broken ones. */
export function readOutgoing(json: string | null, owner: string, now: number): Outgoing[] {
  try {
    const stored: unknown = JSON.parse(json ?? 'null');
    if (typeof stored !== 'object' || stored === null) return [];
    if (!('owner' in stored) || stored.owner !== owner) return [];
    if (!('items' in stored) || !Array.isArray(stored.items)) return [];
    return stored.items.filter(isOutgoing).map((item) => restored(item, now));
  } catch {
    return [];
  }
}

function restored(item: Outgoing, now: number): Outgoing {
  if (keyIsStale(item, now)) {
    return { ...item, state: 'failed', unreached: false, trouble: 'This is from another day.' };
  }
  return item.state === 'sending' ? { ...item, state: 'waiting' } : item;
}

function isOutgoing(item: unknown): item is Outgoing {
  if (typeof item !== 'object' || item === null) return false;
  const { key, group, text, photos, at, state } = item as Record<string, unknown>;
  if (!Array.isArray(photos) || !photos.every(isPhoto)) return false;
  const texts = [key, group, text].every((value) => typeof value === 'string');
  return (
    texts && typeof at === 'number' && ['waiting', 'sending', 'failed'].includes(String(state))
  );
}

function isPhoto(photo: unknown): photo is AttachedPhoto {
  if (typeof photo !== 'object' || photo === null) return false;
  const { id, alt, placeholder, width, height } = photo as Record<string, unknown>;
  const texts = [id, alt, placeholder].every((value) => typeof value === 'string');
  return texts && typeof width === 'number' && typeof height === 'number';
}
