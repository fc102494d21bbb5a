import { http, HttpResponse } from 'msw';
import { vi } from 'vitest';
import type { CreateUpload, Upload } from '@/api/models';
import { anUpload, anUploadForm } from './data';
import { server } from './server';

const STORAGE = 'http://storage.test/uploads';

interface Uploads {
  granted: CreateUpload[];
  /** How often files were sent. */
  sent: () => number;
}

/** A service that takes pictures; `states` says what becomes of each, in order. */
export function uploadsAreTaken(...states: (Upload | Response)[]): Uploads {
  const granted: CreateUpload[] = [];
  let sent = 0;
  server.use(
    http.post('/uploads', async ({ request }) => {
      granted.push((await request.json()) as CreateUpload);
      return HttpResponse.json(anUploadForm({ id: idOf(granted.length) }), { status: 201 });
    }),
    http.post(STORAGE, () => {
      sent++;
      return new HttpResponse(null, { status: 204 });
    }),
    http.get('/uploads/:id', ({ params }) => {
      const index = Number(String(params.id).slice(-12)) - 1;
      const state = states[index] ?? anUpload('ready');
      if (state instanceof Response) return state;
      return HttpResponse.json({ ...state, id: String(params.id) });
    }),
  );
  return { granted, sent: () => sent };
}

/** The id of the upload that was asked for as the `number`-th. */
export function idOf(number: number): string {
  return `0190d000-0000-7000-8000-${String(number).padStart(12, '0')}`;
}

/** A small picture, as far as its first bytes go. */
export function aFile(name = 'cat.jpg', type = 'image/jpeg', begins = '\xff\xd8\xff\xe0'): File {
  const bytes = Uint8Array.from(begins, (character) => character.charCodeAt(0));
  return new File([bytes], name, { type });
}

/** Lets files be opened, which jsdom can't do; returns what counts the previews that are let go. */
export function filesCanBeOpened(size = { width: 800, height: 600 }) {
  let made = 0;
  vi.stubGlobal(
    'Image',
    class {
      onload: () => void = () => undefined;
      naturalWidth = size.width;
      naturalHeight = size.height;
      set src(_: string) {
        queueMicrotask(() => this.onload());
      }
    },
  );
  URL.createObjectURL = vi.fn(() => `blob:http://localhost/${++made}`);
  const revoked = vi.fn<(url: string) => void>();
  URL.revokeObjectURL = revoked;
  return { revoked };
}
