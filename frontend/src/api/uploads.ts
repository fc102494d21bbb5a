import { unwrap, type Api } from './client';
import type { CreateUpload, Upload, UploadForm } from './models';

/** Asks for leave to upload one file. */
export function createUpload(
  api: Api,
  body: CreateUpload,
  signal: AbortSignal,
): Promise<UploadForm> {
  return unwrap(api.uploads.POST('/uploads', { body, signal }));
}

/** How far one's own upload is. */
export function fetchUpload(api: Api, id: string, signal: AbortSignal): Promise<Upload> {
  return unwrap(api.uploads.GET('/uploads/{id}', { params: { path: { id } }, signal }));
}
