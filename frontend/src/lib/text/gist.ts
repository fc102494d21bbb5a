import type { Activity } from '@/api/models';
import { countOf } from './count';

/** What a crud says, for where its photos have no room; they are counted at least. */
export function gistOf({ message, photos }: Pick<Activity, 'message' | 'photos'>): string {
  const shown = photos ? `[${countOf(photos.length, 'photo', 'photos')}]` : '';
  return [message, shown].filter(Boolean).join(' ');
}
