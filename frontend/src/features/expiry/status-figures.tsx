import type { ReactNode } from 'react';
import type { Status } from '@/api/models';
import { describeError } from '@/api/problem';
import { Button } from '@/components/button';
import { Notice } from '@/components/notice';
import { useNow } from '@/lib/expiry/use-now';
import { fullCount } from '@/lib/text/count';
import { durationWords } from '@/lib/text/duration';
import { clockTime } from '@/lib/text/time';
import { useOnline } from '@/lib/use-online';
import { useStatus } from './use-status';

/** The live figures, with all their states. The rest of the page doesn't wait for them. */
export function StatusFigures() {
  const online = useOnline();
  const { data: status, error, refetch } = useStatus();
  return (
    <section
      aria-labelledby="figures-title"
      className="flex flex-col gap-4 rounded-2xl border border-line bg-sunken p-5"
    >
      <h2 id="figures-title" className="text-lg font-bold">
        The last 24 hours
      </h2>
      {status ? (
        <Figures status={status} />
      ) : (error ?? !online) ? (
        <div className="flex flex-col items-start gap-3">
          <Notice tone="danger">
            The figures didn’t come. {online ? describeError(error) : 'You’re offline.'}
          </Notice>
          <Button look="outline" onClick={() => void refetch()}>
            Try again
          </Button>
        </div>
      ) : (
        <Loading />
      )}
    </section>
  );
}

function Figures({ status }: { status: Status }) {
  const { deleted, lag_p50_seconds, lag_p99_seconds, oldest_expired_seconds } = status;
  return (
    <>
      {deleted === 0 ? (
        <p className="text-soft">Nothing has expired yet. The broom leans in its corner.</p>
      ) : (
        <dl className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
          <Figure value={fullCount(deleted)} large>
            {deleted === 1 ? 'crud' : 'cruds'} swept out of storage for good
          </Figure>
          {lag_p50_seconds !== undefined && (
            <Figure value={durationWords(lag_p50_seconds)}>
              after their end, at most, half of them were gone
            </Figure>
          )}
          {lag_p99_seconds !== undefined && (
            <Figure value={durationWords(lag_p99_seconds)}>
              after their end, at most, 99 of 100 were gone
            </Figure>
          )}
        </dl>
      )}
      <p className="border-t border-line pt-3 text-sm text-soft">
        <Waiting seconds={oldest_expired_seconds} /> <MeasuredAt time={status.measured_at} />
      </p>
    </>
  );
}

/** Read as one: "1,204 cruds swept out of storage". */
function Figure(props: { value: string; large?: boolean; children: ReactNode }) {
  const { value, large = false, children } = props;
  return (
    <div className={`flex flex-col-reverse justify-end ${large ? 'sm:col-span-2' : ''}`}>
      <dt className="text-sm text-soft">{children}</dt>
      <dd
        className={`font-extrabold tracking-tight tabular-nums ${large ? 'text-4xl text-accent' : 'text-xl'}`}
      >
        {value}
      </dd>
    </div>
  );
}

function Waiting({ seconds }: { seconds: number | undefined }) {
  if (seconds === undefined) return 'Right now nothing that has expired is still stored.';
  return `The oldest crud that has expired and is still stored has waited ${durationWords(seconds)} for the broom. Nobody can read it.`;
}

function MeasuredAt({ time }: { time: string }) {
  const now = useNow(60_000);
  return (
    <>
      Measured at <time dateTime={time}>{clockTime(Date.parse(time), now)}</time>.
    </>
  );
}

function Loading() {
  return (
    <div role="status" aria-label="Loading the figures" className="flex flex-col gap-3">
      <div className="h-10 w-32 skeleton" />
      <div className="h-4 w-4/5 skeleton" />
      <div className="h-4 w-3/5 skeleton" />
    </div>
  );
}
