import type { Api } from '@/api/client';
import { createUpload, fetchUpload } from '@/api/uploads';
import { prepare } from './prepare';
import { sendForm } from './send-form';
import type { RunUpload } from './upload-state';
import { Uploader, type Prepared } from './uploader';

/** Uploads to the real services. */
export function createUploader(api: Api): RunUpload {
  const inTurn = oneAtATime();
  return new Uploader({
    // Four huge photos opened at the same time are more than a phone's memory.
    prepare: (file, purpose) => inTurn(() => prepare(file, purpose)),
    grant: (wanted, signal) => createUpload(api, wanted, signal),
    send: sendForm,
    ask: (id, signal) => fetchUpload(api, id, signal),
    wait,
    now: () => Date.now(),
  }).run;
}

function oneAtATime(): (work: () => Promise<Prepared>) => Promise<Prepared> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work, work);
    last = mine;
    return mine;
  };
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
