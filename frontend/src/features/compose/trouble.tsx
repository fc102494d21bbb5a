import { describeError, describeFault, ProblemError } from '@/api/problem';
import { Notice } from '@/components/notice';
import type { Message } from './message';

/** Why it can't be posted, or wasn't. */
export function Trouble({
  verdict,
  online,
  error,
}: {
  verdict: Message['verdict'];
  online: boolean;
  error: Error | null;
}) {
  const words = troubleWords(verdict, online, error);
  if (!words) return null;
  const requestId = error instanceof ProblemError ? error.requestId : undefined;
  return (
    <div className="pb-2">
      <Notice tone={error ? 'danger' : 'info'}>
        {words}
        {requestId && <span className="block pt-1 text-xs opacity-80">Request {requestId}</span>}
      </Notice>
    </div>
  );
}

function troubleWords(
  verdict: Message['verdict'],
  online: boolean,
  error: Error | null,
): string | null {
  if (error instanceof ProblemError) {
    if (error.code === 'pictures_unusable') {
      return 'Not posted, because of what is said at the photos. Your words are safe here.';
    }
    const fault = error.fields.find((field) => field.field === 'message');
    const why = fault ? describeFault(fault) : describeError(error);
    return `Not posted. ${why} Your words are safe here.`;
  }
  if (error) return `Not posted. ${describeError(error)} Your words are safe here.`;
  if (verdict === 'too_heavy')
    return 'That is more ink than a crud can hold. Use simpler characters.';
  if (verdict === 'too_long') return 'Too long: what is marked doesn’t fit.';
  if (!online && verdict === 'fits') {
    return 'You’re offline, so it can’t be posted yet. Your draft is kept.';
  }
  return null;
}
