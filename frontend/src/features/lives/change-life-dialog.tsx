import { useEffect, useId, useRef, useState, type SyntheticEvent } from 'react';
import type { Activity, Ttl } from '@/api/models';
import { describeError, ProblemError } from '@/api/problem';
import { Button } from '@/components/button';
import { Dialog, DialogActions } from '@/components/dialog';
import { Notice } from '@/components/notice';
import { longTimeLeft } from '@/lib/expiry/burn';
import { useNow } from '@/lib/expiry/use-now';
import { clockTime, exactTime } from '@/lib/text/time';
import { TTLS, ttlLabel, ttlLength } from '@/lib/text/ttl';
import { useChangeLife } from './use-change-life';

const LOOK_AGAIN = 1_000;
const TOO_LATE = 'Too late: it has burned already.';

/** Chooses how long a crud lives from now, with the exact end of each choice. */
export function ChangeLifeDialog(props: { activity: Activity; onClose: () => void }) {
  const { activity, onClose } = props;
  const [ttl, setTtl] = useState(() => presentTtl(activity));
  const now = useNow(LOOK_AGAIN);
  const left = Math.max(0, Date.parse(activity.expires_at) - now);
  const change = useChangeLife(activity, onClose);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!change.isPending) change.mutate(ttl);
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Change its life"
      description={
        left > 0 ? `As it is, it burns in ${longTimeLeft(left)}. Its thread goes along.` : TOO_LATE
      }
    >
      <form onSubmit={submit} className="flex flex-col">
        <div className="flex flex-col gap-4 px-4 pt-1 pb-4">
          <Choices value={ttl} now={now} onChoose={setTtl} />
          <p className="text-sm text-soft">
            It would end <strong className="text-ink">{exactTime(now + ttlLength(ttl))}</strong>.
          </p>
          {change.error && <Notice tone="danger">{trouble(change.error)}</Notice>}
        </div>
        <DialogActions>
          <Button look="ghost" onClick={onClose}>
            Leave it
          </Button>
          <Button type="submit" disabled={left === 0} busy={change.isPending}>
            Burn in {ttlLabel(ttl)}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function Choices(props: { value: Ttl; now: number; onChoose: (ttl: Ttl) => void }) {
  const { value, now, onChoose } = props;
  const name = useId();
  const choices = useRef<HTMLFieldSetElement>(null);
  // The dialog would begin with the first.
  useEffect(() => choices.current?.querySelector<HTMLElement>('input:checked')?.focus(), []);
  return (
    <fieldset ref={choices} className="overflow-hidden rounded-xl border border-line">
      <legend className="sr-only">Burns after, from now</legend>
      {TTLS.map((ttl) => (
        <label
          key={ttl.value}
          className="flex min-h-11 cursor-pointer items-center gap-3 border-line px-3.5 not-last:border-b hover:bg-veil has-checked:bg-veil has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={name}
            value={ttl.value}
            checked={ttl.value === value}
            onChange={() => onChoose(ttl.value)}
            className="size-4.5 shrink-0 outline-none"
          />
          <span className="grow font-medium">{ttl.label}</span>
          <span className="text-sm text-soft">{clockTime(now + ttlLength(ttl.value), now)}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** The choice that its present life was, if it was one. */
function presentTtl({ life_starts_at, expires_at }: Activity): Ttl {
  const length = Date.parse(expires_at) - Date.parse(life_starts_at);
  const near = TTLS.find(({ value }) => Math.abs(ttlLength(value) - length) < LOOK_AGAIN);
  return near?.value ?? '7-days';
}

function trouble(error: Error): string {
  const gone = error instanceof ProblemError && error.status === 404;
  if (gone) return TOO_LATE;
  return `Its life is as it was. ${describeError(error)}`;
}
