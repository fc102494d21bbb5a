import type { CreateUpload, Upload, UploadForm } from '@/api/models';
import { isTransient, NetworkError, ProblemError } from '@/api/problem';
import { FormRefused } from './send-form';
import type { UploadJob, UploadState } from './upload-state';
import { failureOf, NotUsable, Refused, TooSlow } from './upload-words';

/** A file as it will be sent. */
export interface Prepared {
  body: Blob;
  type: CreateUpload['content_type'];
}

/** What uploading needs of the world. */
export interface UploadWorld {
  /** Looks at a file, and makes it smaller where it has to be; throws NotUsable. */
  prepare: (file: File, purpose: UploadJob['purpose'], signal: AbortSignal) => Promise<Prepared>;
  grant: (wanted: CreateUpload, signal: AbortSignal) => Promise<UploadForm>;
  /** Sends the form; throws NetworkError when no answer came, FormRefused for a bad one. */
  send: (
    form: UploadForm,
    body: Blob,
    onShare: (share: number) => void,
    signal: AbortSignal,
  ) => Promise<void>;
  ask: (id: string, signal: AbortSignal) => Promise<Upload>;
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
  now: () => number;
}

const SENDS = 3;
const LOOKS = 3;
const PATIENCE = 120_000;
const LONGEST_PAUSE = 4_000;

/** Gets one picture from the device to where it can be used. */
export class Uploader {
  readonly #world: UploadWorld;

  constructor(world: UploadWorld) {
    this.#world = world;
  }

  /** Uploads; how it goes is told to `job.onState`. What is cancelled says no more. */
  run = async (job: UploadJob): Promise<void> => {
    let sent = job.sent;
    const tell = (state: UploadState) => {
      if (!job.signal.aborted) job.onState(state);
    };
    try {
      sent ??= await this.#upload(job, tell);
      tell({ phase: 'processing', id: sent });
      tell(await this.#follow(sent, job.signal));
    } catch (error) {
      tell(failureOf(error, sent));
    }
  };

  async #upload(job: UploadJob, tell: (state: UploadState) => void): Promise<string> {
    const { purpose, signal, file } = job;
    if (!file) throw new NotUsable('The file is no longer at hand. Take it out, and add it anew.');
    tell({ phase: 'preparing' });
    const { body, type } = await this.#world.prepare(file, purpose, signal);
    const wanted = { purpose, content_type: type, size: body.size };
    const onShare = (share: number) => tell({ phase: 'uploading', share });
    for (let turn = 1; ; turn++) {
      const form = await this.#world.grant(wanted, signal);
      onShare(0);
      try {
        await this.#send(form, body, onShare, signal);
        return form.id;
      } catch (error) {
        // The form counts for five minutes only, and a laptop may have slept.
        const late = this.#world.now() >= Date.parse(form.expires_at);
        if (!(error instanceof FormRefused || error instanceof NetworkError) || !late) throw error;
        if (turn === 2) throw error;
      }
    }
  }

  /** Without an answer it may have arrived all the same: that is asked before it is sent again. */
  async #send(
    form: UploadForm,
    body: Blob,
    onShare: (share: number) => void,
    signal: AbortSignal,
  ): Promise<void> {
    for (let turn = 1; ; turn++) {
      try {
        await this.#world.send(form, body, onShare, signal);
        return;
      } catch (error) {
        if (!(error instanceof NetworkError)) throw error;
        if (await this.#arrived(form.id, signal)) return;
        if (turn === SENDS || this.#world.now() >= Date.parse(form.expires_at)) throw error;
      }
    }
  }

  async #arrived(id: string, signal: AbortSignal): Promise<boolean> {
    for (let turn = 0; turn < LOOKS; turn++) {
      await this.#world.wait(pause(turn + 1), signal);
      const upload = await this.#ask(id, signal);
      if (upload && upload.state !== 'pending') return true;
    }
    return false;
  }

  /** Asks until it is ready or refused, less and less often, and not for ever. */
  async #follow(id: string, signal: AbortSignal): Promise<UploadState> {
    const until = this.#world.now() + PATIENCE;
    for (let turn = 0; ; turn++) {
      const upload = await this.#ask(id, signal);
      if (upload?.state === 'refused') throw new Refused(upload.refusal?.code);
      if (upload?.state === 'ready' && upload.picture) {
        return { phase: 'ready', id, picture: upload.picture };
      }
      if (this.#world.now() >= until) throw new TooSlow();
      await this.#world.wait(pause(turn), signal);
    }
  }

  /** Null when there was no answer: then it is asked again. */
  async #ask(id: string, signal: AbortSignal): Promise<Upload | null> {
    try {
      return await this.#world.ask(id, signal);
    } catch (error) {
      signal.throwIfAborted();
      const passing = isTransient(error) || (error instanceof ProblemError && error.status >= 500);
      if (passing) return null;
      throw error;
    }
  }
}

function pause(turn: number): number {
  return Math.min(LONGEST_PAUSE, 400 * 1.6 ** turn);
}
