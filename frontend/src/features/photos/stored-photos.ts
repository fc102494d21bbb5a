import type { UploadedPicture } from '@/api/models';
import { CENTRE } from './focal-point';
import type { DraftPhoto } from './photo-draft';
import type { UploadState } from './upload-state';

/** What of a draft's photos outlives a reload: those that were sent. */
export function writeStored(store: Storage, key: string, photos: readonly DraftPhoto[]): void {
  const sent = photos.filter(
    ({ state }) => state.phase === 'ready' || state.phase === 'processing',
  );
  if (sent.length === 0) {
    store.removeItem(key);
    return;
  }
  const kept = sent.map(({ name, alt, focalPoint, state }) => ({ name, alt, focalPoint, state }));
  store.setItem(key, JSON.stringify(kept));
}

/** The photos that were stored; what can't be read is left out. */
export function readStored(store: Storage, key: string): DraftPhoto[] {
  try {
    const stored: unknown = JSON.parse(store.getItem(key) ?? '[]');
    return Array.isArray(stored) ? stored.flatMap(photoIn) : [];
  } catch {
    return [];
  }
}

function photoIn(stored: unknown): DraftPhoto[] {
  const { name, alt, focalPoint, state } = (stored ?? {}) as Partial<Record<string, unknown>>;
  const known = stateIn(state);
  if (!known) return [];
  const { x, y } = (focalPoint ?? {}) as Partial<Record<string, unknown>>;
  return [
    {
      key: crypto.randomUUID(),
      name: typeof name === 'string' ? name : '',
      preview: null,
      alt: typeof alt === 'string' ? alt : '',
      focalPoint: typeof x === 'number' && typeof y === 'number' ? { x, y } : CENTRE,
      state: known,
    },
  ];
}

function stateIn(stored: unknown): UploadState | null {
  const { phase, id, picture } = (stored ?? {}) as Partial<Record<string, unknown>>;
  if (typeof id !== 'string') return null;
  if (phase === 'processing') return { phase, id };
  if (phase === 'ready' && isPicture(picture)) return { phase, id, picture };
  return null;
}

function isPicture(stored: unknown): stored is UploadedPicture {
  const { placeholder } = (stored ?? {}) as Partial<Record<string, unknown>>;
  return typeof placeholder === 'string';
}
