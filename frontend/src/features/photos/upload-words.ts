import type { Refusal } from '@/api/models';
import { describeError, NetworkError, ProblemError } from '@/api/problem';
import { durationWords } from '@/lib/text/duration';
import { FormRefused } from './send-form';
import type { UploadFailure } from './upload-state';

/** The file itself is the trouble, and trying again doesn't help. The message is for people. */
export class NotUsable extends Error {
  override readonly name = 'NotUsable';
}

/** The service looked at the file and refused it. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly code: Refusal['code'] | undefined;

  constructor(code: Refusal['code'] | undefined) {
    super(`refused: ${code ?? 'without a reason'}`);
    this.code = code;
  }
}

/** It was sent, but isn't ready after a long wait. */
export class TooSlow extends Error {
  override readonly name = 'TooSlow';
}

export const words = {
  empty: 'The file is empty.',
  tooLarge: (most: number) => `It is too big: at most ${most / 1_000_000} MB.`,
  unsupported: 'It isn’t a picture that can be used. Use a JPEG, PNG, GIF or WebP.',
  heic: 'HEIC photos can’t be used in this browser. Save it as a JPEG first.',
  broken: 'The picture is damaged or incomplete.',
};

const refusals: Record<Refusal['code'], string> = {
  empty: words.empty,
  too_large: 'It is too big.',
  unsupported_format: words.unsupported,
  broken: words.broken,
  too_many_pixels: 'It has too many pixels. Make it smaller first.',
  too_complex: 'It is too complicated to be made ready. Save it anew as a plain JPEG.',
};

/** Why an upload failed, as a state. `sent` is the upload if it arrived. */
export function failureOf(error: unknown, sent: string | undefined): UploadFailure {
  if (error instanceof NotUsable) return failed(error.message, false);
  if (error instanceof Refused) {
    return failed(error.code ? refusals[error.code] : words.unsupported, false);
  }
  if (error instanceof TooSlow) {
    return failed('It takes longer than usual to get ready. Try again in a moment.', true, sent);
  }
  if (error instanceof FormRefused) return failed('The upload was turned away. Try again.', true);
  if (error instanceof NetworkError) return failed(networkWords(), true, sent);
  if (error instanceof ProblemError && error.code === 'upload_quota_exceeded') {
    return failed(quotaWords(error.retryAfter), true);
  }
  // What the service no longer knows has to be sent anew.
  const gone = error instanceof ProblemError && error.status === 404;
  return failed(describeError(error), true, gone ? undefined : sent);
}

function failed(text: string, retry: boolean, id?: string): UploadFailure {
  return { phase: 'failed', words: text, retry, id };
}

function networkWords(): string {
  return navigator.onLine
    ? 'The connection broke off. Try again.'
    : 'You’re offline. Try again when you’re back.';
}

function quotaWords(retryAfter: number | undefined): string {
  const wait = retryAfter === undefined ? 'tomorrow' : `in ${durationWords(retryAfter)}`;
  return `You have uploaded as much as a day allows. There is room again ${wait}.`;
}
