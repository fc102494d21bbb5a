import type { UploadForm } from '@/api/models';
import { NetworkError } from '@/api/problem';

/** The storage answered, and didn't take it. */
export class FormRefused extends Error {
  override readonly name = 'FormRefused';
  readonly status: number;

  constructor(status: number) {
    super(`The form was answered with ${status}.`);
    this.status = status;
  }
}

// Nothing moved for so long: as good as no connection.
const STALL = 45_000;

/**
 * Sends a file with its form. By XMLHttpRequest, for `fetch` doesn't tell how far it is.
 */
export function sendForm(
  form: UploadForm,
  body: Blob,
  onShare: (share: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const data = new FormData();
  for (const [name, value] of Object.entries(form.fields)) data.append(name, value);
  data.append('file', body);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let stalled: ReturnType<typeof setTimeout> | undefined;
    const alive = () => {
      clearTimeout(stalled);
      stalled = setTimeout(() => request.abort(), STALL);
    };
    const cancel = () => request.abort();
    signal.addEventListener('abort', cancel);
    request.upload.onprogress = ({ loaded, total }) => {
      alive();
      onShare(total > 0 ? loaded / total : 0);
    };
    request.onload = () => {
      const { status } = request;
      if (status >= 200 && status < 300) resolve();
      // Storage that stumbles may have taken it all the same.
      else reject(status >= 500 ? new NetworkError() : new FormRefused(status));
    };
    request.onerror = () => reject(new NetworkError());
    request.onabort = () => reject(signal.aborted ? abortError() : new NetworkError());
    request.onloadend = () => {
      clearTimeout(stalled);
      signal.removeEventListener('abort', cancel);
    };
    request.open('POST', form.url);
    alive();
    request.send(data);
    if (signal.aborted) request.abort();
  });
}

function abortError(): DOMException {
  return new DOMException('Cancelled', 'AbortError');
}
