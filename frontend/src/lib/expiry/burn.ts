const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** From this much left on, a crud burns red whatever its life was. */
const LAST_CALL = 5 * MINUTE;

/** How urgent the end is: it decides the colour. */
export type Heat = 'calm' | 'warm' | 'hot';

/** Where a crud stands between the beginning of its present life and the end. */
export interface Burn {
  /** Milliseconds left, never negative. */
  left: number;
  /** Share of its present life left, 1 down to 0. */
  share: number;
  heat: Heat;
}

/** The state of a life at `now`; all times in milliseconds by the server's clock. */
export function burnAt(startsAt: number, expiresAt: number, now: number): Burn {
  const life = Math.max(1, expiresAt - startsAt);
  const left = Math.max(0, expiresAt - now);
  const share = Math.min(1, left / life);
  return { left, share, heat: heatOf(left, share) };
}

function heatOf(left: number, share: number): Heat {
  if (left <= LAST_CALL || share <= 0.1) return 'hot';
  return share <= 0.5 ? 'warm' : 'calm';
}

interface Amount {
  value: number;
  unit: 'second' | 'minute' | 'hour' | 'day';
  /** Milliseconds of one unit. */
  size: number;
}

// A crud just posted should read "7 d", not "6 d", though a moment has passed.
const GRACE = 5 * SECOND;

function amount(ms: number): Amount {
  if (ms < MINUTE) return { value: Math.ceil(ms / SECOND), unit: 'second', size: SECOND };
  if (ms + GRACE < HOUR) return { value: inUnits(ms, MINUTE), unit: 'minute', size: MINUTE };
  if (ms + GRACE < 2 * DAY) return { value: inUnits(ms, HOUR), unit: 'hour', size: HOUR };
  return { value: inUnits(ms, DAY), unit: 'day', size: DAY };
}

function inUnits(ms: number, unit: number): number {
  return Math.max(1, Math.floor((ms + GRACE) / unit));
}

/** Time left for a glance: "42 s", "58 m", "23 h", "6 d". */
export function shortTimeLeft(left: number): string {
  const { value, unit } = amount(left);
  return `${value} ${unit.charAt(0)}`;
}

/** Time left in words: "58 minutes". */
export function longTimeLeft(left: number): string {
  const { value, unit } = amount(left);
  return `${value} ${unit}${value === 1 ? '' : 's'}`;
}

/** Milliseconds until the picture of this burn looks different: its number or its ring. */
export function untilNextChange(burn: Burn, startsAt: number, expiresAt: number): number {
  const { size } = amount(burn.left);
  // In the last minute every second counts, and the last one ends on time.
  if (size === SECOND) return burn.left % SECOND || SECOND;
  const untilNumber = ((burn.left + GRACE) % size) + 1;
  const untilRing = (expiresAt - startsAt) / 180;
  const untilLastMinute = burn.left - MINUTE;
  return Math.max(SECOND, Math.min(untilNumber, untilRing, untilLastMinute));
}
