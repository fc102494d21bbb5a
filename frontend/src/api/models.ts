import type { components as media } from './media-schema';
import type { components } from './schema';

/** A living crud, as everybody sees it. */
export type Activity = components['schemas']['Activity'];
/** One page of a list of cruds; `next_cursor` is absent on the last. */
export type ActivityPage = components['schemas']['ActivityPage'];
/** A place in a thread; without `activity` a stone, where a crud was. */
export type ThreadItem = components['schemas']['ThreadItem'];
/** One page of a thread; `next_cursor` is absent on the last. */
export type ThreadPage = components['schemas']['ThreadPage'];
/** How long a crud lives now, and how often it was replied to. */
export type Life = components['schemas']['Life'];
/** Who posted a crud. */
export type Author = components['schemas']['Author'];
/** A photo of a crud. */
export type Photo = components['schemas']['Photo'];
/** An avatar or a banner. */
export type PublicPicture = components['schemas']['PublicPicture'];
/** What should stay in sight when a photo is cropped. */
export type FocalPoint = components['schemas']['FocalPoint'];
/** One photo of a crud that is being posted. */
export type AttachPhoto = components['schemas']['AttachPhoto'];
/** What asks for leave to upload a picture. */
export type CreateUpload = media['schemas']['CreateUpload'];
/** Where and how to send a picture. */
export type UploadForm = media['schemas']['UploadForm'];
/** How far an upload is. */
export type Upload = media['schemas']['Upload'];
/** What became of an uploaded file. */
export type UploadedPicture = media['schemas']['Picture'];
/** Why a file was refused. */
export type Refusal = media['schemas']['Refusal'];
/** How well the promise of forgetting is kept. */
export type Status = components['schemas']['Status'];
/** A person's public profile. */
export type User = components['schemas']['User'];
/** A person in a list. */
export type UserSummary = components['schemas']['UserSummary'];
/** One page of a list of people; `next_cursor` is absent on the last. */
export type UserPage = components['schemas']['UserPage'];
/** The caller's own profile. */
export type Me = components['schemas']['Me'];
/** What `PATCH /api/me` takes. */
export type UpdateMe = components['schemas']['UpdateMe'];
/** How long a crud lives. */
export type Ttl = components['schemas']['TTL'];
/** Whether a new person may take a handle, and why not. */
export type HandleAvailability = components['schemas']['HandleAvailability'];
/** A problem document (RFC 9457). */
export type Problem = components['schemas']['Problem'];
/** One fault of one field of a request. */
export type FieldError = components['schemas']['FieldError'];
