import type { CreateUpload, UploadedPicture } from '@/api/models';

/** How far a picture on its way is. */
export type UploadState =
  /** Being read, made smaller, or asking for leave. */
  | { phase: 'preparing' }
  | { phase: 'uploading'; share: number }
  /** Sent; the service makes its renditions. */
  | { phase: 'processing'; id: string }
  | { phase: 'ready'; id: string; picture: UploadedPicture }
  | UploadFailure;

/** It didn't work, and why, for people. */
export interface UploadFailure {
  phase: 'failed';
  words: string;
  /** Whether the same file may do better another time. */
  retry: boolean;
  /** It was sent: trying again only asks how far it is. */
  id?: string | undefined;
}

/** One picture to be uploaded. */
export interface UploadJob {
  purpose: CreateUpload['purpose'];
  /** Absent when the page was left meanwhile: then only `sent` can be followed. */
  file: File | undefined;
  /** The upload that was already sent. */
  sent?: string | undefined;
  signal: AbortSignal;
  onState: (state: UploadState) => void;
}

/** Uploads a picture. Never fails: how it went is in the states. */
export type RunUpload = (job: UploadJob) => Promise<void>;
