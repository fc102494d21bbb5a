import type { Activity } from '@/api/models';
import { Tooltip } from '@/components/tooltip';
import { longTimeLeft, shortTimeLeft, type Burn } from '@/lib/expiry/burn';
import { BurningRing } from '@/lib/expiry/burning-ring';
import { clockTime, exactTime } from '@/lib/text/time';

const heats = { calm: 'text-soft', warm: 'text-warm', hot: 'text-hot' };

/** The ring and the time left; the exact end is in the tooltip and in the name. */
export function TimeLeft({ activity, burn }: { activity: Activity; burn: Burn }) {
  const end = Date.parse(activity.expires_at);
  const now = end - burn.left;
  const label = burn.left > 0 ? shortTimeLeft(burn.left) : '#?@!';
  // The name begins with what is seen, so that people who speak to their device can say it.
  const name =
    burn.left > 0
      ? `${label}: burns in ${longTimeLeft(burn.left)}, at ${clockTime(end, now)}`
      : `${label} burning out now`;
  return (
    <Tooltip text={burn.left > 0 ? `Burns ${exactTime(end)}` : 'Burning out'}>
      <button
        type="button"
        aria-label={name}
        className={`inline-flex shrink-0 cursor-help! items-center gap-1.5 rounded-full py-0.5 pl-2 text-[0.8125rem] font-semibold ${heats[burn.heat]}`}
      >
        <span aria-hidden="true">{label}</span>
        <BurningRing burn={burn} />
      </button>
    </Tooltip>
  );
}
