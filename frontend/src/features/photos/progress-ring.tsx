import type { UploadState } from './upload-state';

const RADIUS = 15;
const LENGTH = 2 * Math.PI * RADIUS;

/** How far an upload is: a ring that fills, and turns while nothing can be counted. */
export function ProgressRing({ state, label }: { state: UploadState; label: string }) {
  const share = state.phase === 'uploading' ? state.share : null;
  return (
    <span
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === null ? undefined : Math.round(share * 100)}
      aria-valuetext={share === null ? phaseWords(state) : undefined}
      className="grid place-items-center text-[0.6875rem] font-bold text-white tabular-nums *:col-start-1 *:row-start-1"
    >
      <svg
        aria-hidden="true"
        viewBox="0 0 40 40"
        fill="none"
        strokeWidth="4"
        className={`size-13 ${share === null ? 'animate-spin' : ''}`}
      >
        <circle cx="20" cy="20" r={RADIUS} stroke="#ffffff4d" />
        <circle
          cx="20"
          cy="20"
          r={RADIUS}
          stroke="#fff"
          strokeLinecap="round"
          strokeDasharray={`${(share ?? 0.25) * LENGTH} ${LENGTH}`}
          transform="rotate(-90 20 20)"
          className="transition-[stroke-dasharray] duration-200"
        />
      </svg>
      {share !== null && <span aria-hidden="true">{phaseWords(state)}</span>}
    </span>
  );
}

/** In a word. */
export function phaseWords(state: UploadState): string {
  if (state.phase === 'uploading') return `${Math.round(state.share * 100)}%`;
  return state.phase === 'processing' ? 'Processing' : 'Preparing';
}
