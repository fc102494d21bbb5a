import type { Activity } from '@/api/models';
import { longTimeLeft, shortTimeLeft, type Burn } from '@/lib/expiry/burn';
import { BurningRing } from '@/lib/expiry/burning-ring';
import { clockTime, exactTime } from '@/lib/text/time';

const heats = { calm: 'text-soft', warm: 'text-warm', hot: 'text-hot' };

/**
 * The ring and the time left; the exact end is in the name and, where one looks or taps, in the
 * tooltip. A reply shows the life of its thread, for it has none of its own.
 */
export function TimeLeft({ activity, burn }: { activity: Activity; burn: Burn }) {
  const end = Date.parse(activity.expires_at);
  const now = end - burn.left;
  const label = burn.left > 0 ? shortTimeLeft(burn.left) : '#?@!';
  // The name begins with what is seen, so that people who speak to their device can say it.
  const name =
    burn.left > 0
      ? `${label}: burns in ${longTimeLeft(burn.left)}, at ${clockTime(end, now)}${activity.root ? ', with its thread' : ''}`
      : `${label} burning out now`;
  return (
    <button
      type="button"
      aria-label={name}
      data-tip={burn.left > 0 ? ending(activity) : 'Burning out'}
      className={`inline-flex shrink-0 cursor-help! items-center gap-1.5 rounded-full py-0.5 pl-2 text-[0.8125rem] font-semibold ${heats[burn.heat]}`}
    >
      <span aria-hidden="true">{label}</span>
      <BurningRing burn={burn} />
    </button>
  );
}

function ending({ root, expires_at }: Activity): string {
  const end = `Burns ${exactTime(Date.parse(expires_at))}`;
  return root ? `It lives as long as the crud its thread began with.\n${end}` : end;
}
