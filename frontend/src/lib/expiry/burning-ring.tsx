import type { Burn } from './burn';

const RADIUS = 15;
const LENGTH = 2 * Math.PI * RADIUS;

const heats = { calm: 'text-calm', warm: 'text-warm', hot: 'text-hot' };

/**
 * A bomb in a ring that burns down with the share of life left; the spark sits where the
 * ring ends. Decoration: the time left is said in words beside it.
 */
export function BurningRing({ burn, size = 34 }: { burn: Burn; size?: number }) {
  const angle = burn.share * 360;
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 40 40"
      width={size}
      height={size}
      fill="none"
      className={`shrink-0 overflow-visible ${heats[burn.heat]}`}
    >
      <circle cx="20" cy="20" r={RADIUS} className="stroke-line" strokeWidth="3" />
      <circle
        cx="20"
        cy="20"
        r={RADIUS}
        stroke="currentColor"
        strokeWidth="3"
        strokeLinecap="round"
        strokeDasharray={`${burn.share * LENGTH} ${LENGTH}`}
        transform="rotate(-90 20 20)"
        className="transition-[stroke-dasharray,stroke] duration-1000 ease-linear"
      />
      <g
        className="transition-transform duration-1000 ease-linear"
        style={{ transform: `rotate(${angle}deg)`, transformOrigin: '20px 20px' }}
      >
        <Spark hot={burn.heat === 'hot'} />
      </g>
      <Bomb />
    </svg>
  );
}

function Spark({ hot }: { hot: boolean }) {
  return (
    <g
      className={hot ? 'animate-flicker' : ''}
      style={{ transformOrigin: '20px 5px', transformBox: 'view-box' }}
    >
      <circle cx="20" cy="5" r="4.6" fill="currentColor" opacity="0.3" />
      <circle cx="20" cy="5" r="2.6" fill="currentColor" />
      <circle cx="20" cy="5" r="1.3" fill="#fff" />
    </g>
  );
}

function Bomb() {
  return (
    <g stroke="currentColor" strokeWidth="1.7" strokeLinecap="round">
      <circle cx="18.8" cy="21.6" r="5.2" fill="currentColor" stroke="none" />
      <path d="m22.3 17.8 1.3-1.3c.7-.7 1.5-.7 2.2-.1" />
      <path d="M16.4 20.2c.4-.9 1-1.5 1.9-1.8" className="stroke-surface" strokeWidth="1.2" />
    </g>
  );
}
