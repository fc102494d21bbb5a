import type { Frame } from '@/api/messages';

type Fields = Record<string, unknown>;

const isText = (value: unknown): value is string => typeof value === 'string';
const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

const isMessage = (value: unknown): boolean =>
  isObject(value) &&
  [value.id, value.kind, value.message, value.created_at].every(isText) &&
  isObject(value.sender) &&
  isText(value.sender.handle);

/** What each kind of frame must hold to be of any use. */
const shapes: Record<Frame['type'], (frame: Fields) => boolean> = {
  message: ({ group_id, message }) => isText(group_id) && isMessage(message),
  message_edited: ({ group_id, message }) => isText(group_id) && isMessage(message),
  message_deleted: ({ group_id, message_id }) => isText(group_id) && isText(message_id),
  read: ({ group_id, handle, message_id }) => [group_id, handle, message_id].every(isText),
  typing: ({ group_id, handle }) => isText(group_id) && isText(handle),
  group_changed: ({ group_id }) => isText(group_id),
  notification: ({ payload }) => isObject(payload),
  auth_expired: () => true,
  pong: () => true,
  error: ({ code }) => isText(code),
};

/** Reads what came over the socket; null for what this site doesn't know, which is passed over. */
export function parseFrame(data: unknown): Frame | null {
  const frame = parse(data);
  if (!isObject(frame) || !isText(frame.type) || !Object.hasOwn(shapes, frame.type)) return null;
  const fits = shapes[frame.type as Frame['type']];
  return fits(frame) ? (frame as unknown as Frame) : null;
}

function parse(data: unknown): unknown {
  try {
    return isText(data) ? JSON.parse(data) : null;
  } catch {
    return null;
  }
}
