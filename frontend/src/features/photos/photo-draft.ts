import type { AttachPhoto, FieldError, FocalPoint } from '@/api/models';
import type { AttachedPhoto, AttachmentPurpose } from '@/lib/attachments/attachments';
import { countOf } from '@/lib/text/count';
import { CENTRE } from './focal-point';
import { readStored, writeStored } from './stored-photos';
import type { RunUpload, UploadState } from './upload-state';

/** As many as a crud takes, or a message. */
export const MOST_PHOTOS = 4;

/** One photo of what is being written. */
export interface DraftPhoto {
  key: string;
  name: string;
  /** An object URL of the file, as long as the page is open. */
  preview: string | null;
  alt: string;
  focalPoint: FocalPoint;
  state: UploadState;
}

/** What writing needs to know of the photos. */
export interface PhotoSummary {
  count: number;
  /** As they are posted; complete when nothing hinders. */
  attach: AttachPhoto[];
  /** Why it can't be posted yet. */
  hindrance: string | null;
}

interface Work {
  file: File | undefined;
  abort: AbortController;
}

/** Where the photos of a draft are kept, and what they are for. */
export interface DraftPlace {
  store: Storage;
  storeKey: string;
  purpose: AttachmentPurpose;
}

const spoken = {
  photo: { thing: 'A crud', done: 'posted', another: 'another crud' },
  message: { thing: 'A message', done: 'sent', another: 'another message' },
};
type Spoken = (typeof spoken)[AttachmentPurpose];

/**
 * The photos of one draft: they go on uploading whether or not the composer is open, and what
 * was uploaded outlives a reload, as the words do.
 */
export class PhotoDraft {
  readonly #place: DraftPlace;
  readonly #load: () => Promise<RunUpload>;
  readonly #listeners = new Set<() => void>();
  readonly #work = new Map<string, Work>();
  #photos: readonly DraftPhoto[];
  #summary: PhotoSummary;
  /** What was not taken, and why. */
  #refusal: string | null = null;

  constructor(place: DraftPlace, load: () => Promise<RunUpload>) {
    this.#place = place;
    this.#load = load;
    this.#photos = readStored(place.store, place.storeKey);
    this.#summary = summarize(this.#photos, this.#spoken);
    for (const { key, state } of this.#photos) {
      if (state.phase === 'processing') this.#run(key, undefined, state.id);
    }
  }

  get #spoken(): Spoken {
    return spoken[this.#place.purpose];
  }

  get photos(): readonly DraftPhoto[] {
    return this.#photos;
  }

  get summary(): PhotoSummary {
    return this.#summary;
  }

  get refusal(): string | null {
    return this.#refusal;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Takes files, as many as there is room for; what isn't taken is said in `refusal`. */
  add(files: readonly File[]): void {
    const pictures = files.filter((file) => file.type === '' || file.type.startsWith('image/'));
    const taken = pictures.slice(0, Math.max(0, MOST_PHOTOS - this.#photos.length));
    this.#refusal = refusalOf(
      files.length - pictures.length,
      pictures.length - taken.length,
      this.#spoken,
    );
    const added = taken.map((file): [DraftPhoto, File] => [newPhoto(file), file]);
    this.#become([...this.#photos, ...added.map(([photo]) => photo)]);
    for (const [{ key }, file] of added) this.#run(key, file);
  }

  /** Takes one out; if it was on its way, that ends. */
  remove(key: string): void {
    this.#refusal = null;
    this.#letGo(this.#photos.filter((photo) => photo.key === key));
    this.#become(this.#photos.filter((photo) => photo.key !== key));
  }

  /** Moves one by so many places, if there are. */
  move(key: string, by: number): void {
    const from = this.#photos.findIndex((photo) => photo.key === key);
    const to = from + by;
    const moved = this.#photos[from];
    if (!moved || to < 0 || to >= this.#photos.length) return;
    const rest = this.#photos.filter((photo) => photo !== moved);
    this.#become([...rest.slice(0, to), moved, ...rest.slice(to)]);
  }

  /** Tries again what failed. */
  retry(key: string): void {
    const state = this.#photos.find((photo) => photo.key === key)?.state;
    if (state?.phase !== 'failed' || !state.retry) return;
    this.#run(key, this.#work.get(key)?.file, state.id);
  }

  /** Says what it shows, and what matters in it. */
  describe(key: string, about: Pick<DraftPhoto, 'alt' | 'focalPoint'>): void {
    this.#change(key, (photo) => ({ ...photo, ...about }));
  }

  /** The API didn't take some of them; true when that was the trouble. */
  refuse(faults: readonly FieldError[]): boolean {
    const found = faults.flatMap((fault) => {
      const photo = this.#photos[Number(/^photos\D+(\d+)/.exec(fault.field)?.[1] ?? NaN)];
      return photo ? [{ photo, code: fault.code }] : [];
    });
    for (const { photo, code } of found) this.#onFault(photo, code);
    return found.length > 0;
  }

  /** They were posted, or are no longer wanted. */
  clear(): void {
    this.#letGo(this.#photos);
    this.#refusal = null;
    this.#become([]);
  }

  /** Hands over what is ready and begins anew; the previews are the taker's to let go. */
  take(): AttachedPhoto[] {
    const taken = this.#photos.flatMap(({ state, alt, preview }) => {
      if (state.phase !== 'ready') return [];
      const { width, height, placeholder } = state.picture;
      return [{ id: state.id, alt, width, height, placeholder, preview }];
    });
    const ids = new Set(taken.map(({ id }) => id));
    const isTaken = ({ state }: DraftPhoto) => state.phase === 'ready' && ids.has(state.id);
    for (const { key } of this.#photos.filter(isTaken)) this.#work.delete(key);
    this.#refusal = null;
    this.#become(this.#photos.filter((photo) => !isTaken(photo)));
    return taken;
  }

  #onFault({ key, state }: DraftPhoto, code: string): void {
    const id = state.phase === 'ready' ? state.id : undefined;
    if (code === 'not_ready' && id) {
      this.#run(key, this.#work.get(key)?.file, id);
      return;
    }
    const words = {
      taken: `It is in ${this.#spoken.another} already. Take it out, or add it anew.`,
      refused: 'It turned out not to be a picture that can be shown.',
      not_found: `It waited too long to be ${this.#spoken.done}, and has to be uploaded again.`,
    }[code];
    const retry = code !== 'refused' && this.#work.get(key)?.file !== undefined;
    this.#put(key, { phase: 'failed', words: words ?? `It can’t be ${this.#spoken.done}.`, retry });
  }

  #run(key: string, file: File | undefined, sent?: string): void {
    this.#work.get(key)?.abort.abort();
    const abort = new AbortController();
    this.#work.set(key, { file, abort });
    const { signal } = abort;
    const onState = (state: UploadState) => {
      if (!signal.aborted) this.#put(key, state);
    };
    onState(sent ? { phase: 'processing', id: sent } : { phase: 'preparing' });
    this.#load().then(
      (run) => run({ purpose: this.#place.purpose, file, sent, signal, onState }),
      () => onState({ phase: 'failed', words: NO_CODE, retry: true, id: sent }),
    );
  }

  #letGo(photos: readonly DraftPhoto[]): void {
    for (const { key, preview } of photos) {
      this.#work.get(key)?.abort.abort();
      this.#work.delete(key);
      if (preview) URL.revokeObjectURL(preview);
    }
  }

  #put(key: string, state: UploadState): void {
    this.#change(key, (photo) => ({ ...photo, state }));
  }

  #change(key: string, change: (photo: DraftPhoto) => DraftPhoto): void {
    this.#become(this.#photos.map((photo) => (photo.key === key ? change(photo) : photo)));
  }

  #become(photos: readonly DraftPhoto[]): void {
    this.#photos = photos;
    this.#summary = summarize(photos, this.#spoken);
    writeStored(this.#place.store, this.#place.storeKey, photos);
    for (const listener of this.#listeners) listener();
  }
}

const NO_CODE = 'What it takes to upload didn’t load. Check your connection and try again.';

function newPhoto(file: File): DraftPhoto {
  return {
    key: crypto.randomUUID(),
    name: file.name,
    preview: URL.createObjectURL(file),
    alt: '',
    focalPoint: CENTRE,
    state: { phase: 'preparing' },
  };
}

function refusalOf(others: number, surplus: number, { thing }: Spoken): string | null {
  const words = [
    ...(others > 0 ? ['Only pictures can be added: JPEG, PNG, GIF or WebP.'] : []),
    ...(surplus > 0 ? [`${thing} takes ${MOST_PHOTOS} photos; the others were left out.`] : []),
  ];
  return words.length > 0 ? words.join(' ') : null;
}

function summarize(photos: readonly DraftPhoto[], { done }: Spoken): PhotoSummary {
  const attach = photos.flatMap(({ state, alt, focalPoint }) =>
    state.phase === 'ready' ? [{ id: state.id, alt, focal_point: focalPoint }] : [],
  );
  return { count: photos.length, attach, hindrance: hindranceOf(photos, done) };
}

function hindranceOf(photos: readonly DraftPhoto[], done: string): string | null {
  const failed = photos.filter(({ state }) => state.phase === 'failed').length;
  if (failed > 0) {
    return `${countOf(failed, 'photo', 'photos')} didn’t make it: try again, or take ${failed === 1 ? 'it' : 'them'} out.`;
  }
  const coming = photos.filter(({ state }) => state.phase !== 'ready').length;
  if (coming === 0) return null;
  return `${countOf(coming, 'photo is', 'photos are')} still on the way. Then it can be ${done}.`;
}
