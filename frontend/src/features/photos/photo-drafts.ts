import type { AttachmentPurpose } from '@/lib/attachments/attachments';
import { PhotoDraft } from './photo-draft';
import type { RunUpload } from './upload-state';

const PREFIX = 'cruddur.photos.';

/** The photos of every draft: of the next crud, of replies, and of messages. */
export class PhotoDrafts {
  readonly #store: Storage;
  readonly #load: () => Promise<RunUpload>;
  readonly #drafts = new Map<string, PhotoDraft>();

  /** `load` gets the code that uploads, when it is first needed. */
  constructor(load: () => Promise<RunUpload>, store: Storage = window.sessionStorage) {
    this.#load = load;
    this.#store = store;
  }

  /** The photos of the draft by this name. */
  of(name: string, purpose: AttachmentPurpose): PhotoDraft {
    const known = this.#drafts.get(name);
    if (known) return known;
    const draft = new PhotoDraft(
      { store: this.#store, storeKey: PREFIX + name, purpose },
      this.#load,
    );
    this.#drafts.set(name, draft);
    return draft;
  }

  /** The person left: nothing of theirs stays behind. */
  forget(): void {
    for (const draft of this.#drafts.values()) draft.clear();
    const stored = Object.keys(this.#store).filter((key) => key.startsWith(PREFIX));
    for (const key of stored) this.#store.removeItem(key);
  }
}
