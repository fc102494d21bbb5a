import { useRef } from 'react';
import type { Message } from '@/api/messages';
import { longTimeLeft, shortTimeLeft } from '@/lib/expiry/burn';
import { BurningRing } from '@/lib/expiry/burning-ring';
import { useCountdown } from '@/lib/expiry/use-countdown';
import { clockTime, exactTime } from '@/lib/text/time';

/** How long a message still lives. Nothing for what stays. */
export function MessageLife({ message }: { message: Message }) {
  if (!message.expires_at) return null;
  return <Life createdAt={message.created_at} expiresAt={message.expires_at} />;
}

function Life({ createdAt, expiresAt }: { createdAt: string; expiresAt: string }) {
  const ring = useRef<HTMLSpanElement>(null);
  const end = Date.parse(expiresAt);
  const burn = useCountdown(Date.parse(createdAt), end, ring);
  const left =
    burn.left > 0
      ? `burns in ${longTimeLeft(burn.left)}, at ${clockTime(end, end - burn.left)}`
      : 'burning out now';
  return (
    <span
      ref={ring}
      data-burnt={burn.left === 0 || undefined}
      data-tip={`${burn.left > 0 ? shortTimeLeft(burn.left) : '#?@!'} · burns ${exactTime(end)}`}
      className="inline-flex shrink-0 self-center"
    >
      <BurningRing burn={burn} size={22} />
      <span className="sr-only">{left}</span>
    </span>
  );
}
