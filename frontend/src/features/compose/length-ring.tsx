import { LIMIT } from './message';

const RADIUS = 9;
const LENGTH = 2 * Math.PI * RADIUS;

// From here on the number matters more than the ring.
const NEAR = 20;

/** How much room is left: a ring that fills, and near the end the number. */
export function LengthRing({ length, id }: { length: number; id: string }) {
  const left = LIMIT - length;
  const share = Math.min(1, length / LIMIT);
  const heat = left < 0 ? 'text-hot' : left <= NEAR ? 'text-warm' : 'text-calm';
  return (
    <span className={`inline-flex items-center gap-1.5 ${heat}`}>
      <span aria-hidden="true" className="text-right text-[0.8125rem] font-semibold tabular-nums">
        {left <= NEAR ? left : ''}
      </span>
      <svg
        aria-hidden="true"
        viewBox="0 0 24 24"
        width="26"
        height="26"
        fill="none"
        strokeWidth="2.6"
      >
        <circle cx="12" cy="12" r={RADIUS} className="stroke-line" />
        <circle
          cx="12"
          cy="12"
          r={RADIUS}
          stroke="currentColor"
          strokeLinecap="round"
          strokeDasharray={`${share * LENGTH} ${LENGTH}`}
          strokeOpacity={length === 0 ? 0 : 1}
          transform="rotate(-90 12 12)"
          className="transition-[stroke-dasharray,stroke]"
        />
      </svg>
      <span id={id} className="sr-only">
        {left >= 0 ? `${left} characters left` : `${-left} characters too many`}
      </span>
    </span>
  );
}
