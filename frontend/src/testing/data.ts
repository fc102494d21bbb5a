import type {
  Activity,
  Life,
  Me,
  Photo,
  PublicPicture,
  Refusal,
  ThreadItem,
  Upload,
  UploadForm,
  User,
} from '@/api/models';

const THUMB_HASH = '3OcRJYB4d3h/iIeHeEh3eIhw+j3A';

let made = 0;

/** A crud of a week's life, posted a minute ago, newer ones first made last. */
export function anActivity(change: Partial<Activity> = {}): Activity {
  made++;
  const createdAt = Date.now() - 60_000 + made;
  return {
    id: `0190a000-0000-7000-8000-${String(made).padStart(12, '0')}`,
    author: { handle: 'nova', display_name: 'Nova Okafor' },
    message: `Crud number ${made}`,
    created_at: new Date(createdAt).toISOString(),
    life_starts_at: change.created_at ?? new Date(createdAt).toISOString(),
    expires_at: new Date(createdAt + 7 * 24 * 3600_000).toISOString(),
    replies_count: 0,
    ...change,
  };
}

/** A reply to `parent`, in its thread and with its life. */
export function aReply(parent: Activity, change: Partial<Activity> = {}): Activity {
  const { life_starts_at, expires_at } = parent;
  const root = parent.root ?? parent.id;
  return anActivity({ life_starts_at, expires_at, root, reply_to: parent.id, ...change });
}

/** A crud's place in a thread. */
export function aPlace(activity: Activity): ThreadItem {
  const { id, created_at, replies_count } = activity;
  return { id, created_at, replies_count, activity };
}

/** The stone where a crud was. */
export function aStone(change: Partial<ThreadItem> = {}): ThreadItem {
  const { id, created_at, replies_count } = anActivity();
  return { id, created_at, replies_count, ...change };
}

/** How long a crud lives. */
export function lifeOf({ id, life_starts_at, expires_at, replies_count }: Activity): Life {
  return { id, life_starts_at, expires_at, replies_count };
}

/** A person others see. */
export function aUser(change: Partial<User> = {}): User {
  return {
    handle: 'nova',
    display_name: 'Nova Okafor',
    bio: '',
    location: '',
    website: '',
    cruds_count: 3,
    followers_count: 3,
    following_count: 12,
    created_at: '2026-02-03T10:00:00Z',
    ...change,
  };
}

/** The person who is signed in. */
export function aMe(change: Partial<Me> = {}): Me {
  return { ...aUser(), default_ttl: '7-days', ...change };
}

/** A signature that counts until then, as CloudFront writes it. */
export function aSignature(until: string): string {
  const end = Math.floor(Date.parse(until) / 1000);
  const policy = { Statement: [{ Condition: { DateLessThan: { 'AWS:EpochTime': end } } }] };
  const encoded = btoa(JSON.stringify(policy))
    .replaceAll('+', '-')
    .replaceAll('=', '_')
    .replaceAll('/', '~');
  return `Policy=${encoded}&Signature=s&Key-Pair-Id=k`;
}

/** An avatar or a banner. */
export function aPicture(change: Partial<PublicPicture> = {}): PublicPicture {
  return {
    base_url: '/media/public/0190b000-0000-7000-8000-000000000001/',
    widths: [64, 128, 256, 512],
    formats: ['webp', 'jpeg'],
    placeholder: THUMB_HASH,
    ...change,
  };
}

/** A photo of a crud. */
export function aPhoto(change: Partial<Photo> = {}): Photo {
  made++;
  const id = `0190c000-0000-7000-8000-${String(made).padStart(12, '0')}`;
  return {
    id,
    alt: '',
    focal_point: { x: 0.5, y: 0.5 },
    width: 4000,
    height: 3000,
    animated: false,
    placeholder: THUMB_HASH,
    base_url: `/media/photos/${id}/`,
    signature: 'Policy=p&Signature=s&Key-Pair-Id=k',
    widths: [320, 640, 1280, 2048],
    formats: ['webp', 'jpeg'],
    ...change,
  };
}

const UPLOAD_ID = '0190d000-0000-7000-8000-000000000001';

/** Leave to upload, for a long time. */
export function anUploadForm(change: Partial<UploadForm> = {}): UploadForm {
  return {
    id: UPLOAD_ID,
    url: 'http://storage.test/uploads',
    fields: { key: `incoming/photo/someone/${UPLOAD_ID}`, policy: 'p' },
    expires_at: '2126-11-25T12:00:00Z',
    ...change,
  };
}

/** How far an upload is. */
export function anUpload(state: Upload['state'], code: Refusal['code'] = 'broken'): Upload {
  const upload: Upload = { id: UPLOAD_ID, purpose: 'photo', state };
  if (state === 'refused') return { ...upload, refusal: { code, message: code } };
  if (state === 'pending') return upload;
  const picture = { width: 4000, height: 3000, animated: false, placeholder: THUMB_HASH };
  return { ...upload, picture: { ...picture, renditions: [] } };
}
