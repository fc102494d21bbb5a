import type { AttachmentSummary } from '@/lib/attachments/attachments';
import type { Message } from './message';

interface Situation {
  message: Message;
  summary: AttachmentSummary;
  online: boolean;
  pending: boolean;
}

/** Whether a draft can be posted now: photos need no words, but have to be there. */
export function isReady({ message, summary, online, pending }: Situation): boolean {
  const says = message.verdict === 'fits' || (message.verdict === 'empty' && summary.count > 0);
  return says && summary.hindrance === null && online && !pending;
}

/** The part of a request that is about photos. */
export function photosIn(summary: AttachmentSummary) {
  return summary.count > 0 ? { photos: [...summary.attach] } : {};
}
