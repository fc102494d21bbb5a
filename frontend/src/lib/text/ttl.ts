import type { Ttl } from '@/api/models';

/** The lives a crud can be given, shortest first, and how they read. */
export const TTLS: readonly { value: Ttl; label: string; short: string }[] = [
  { value: '1-hour', label: '1 hour', short: '1 h' },
  { value: '3-hours', label: '3 hours', short: '3 h' },
  { value: '12-hours', label: '12 hours', short: '12 h' },
  { value: '1-day', label: '1 day', short: '1 d' },
  { value: '3-days', label: '3 days', short: '3 d' },
  { value: '7-days', label: '7 days', short: '7 d' },
  { value: '30-days', label: '30 days', short: '30 d' },
];

/** True when `value` names one of the lives. */
export function isTtl(value: unknown): value is Ttl {
  return TTLS.some((ttl) => ttl.value === value);
}

/** "7 days". */
export function ttlLabel(value: Ttl): string {
  return TTLS.find((ttl) => ttl.value === value)?.label ?? value;
}

/** "7 d". */
export function ttlShort(value: Ttl): string {
  return TTLS.find((ttl) => ttl.value === value)?.short ?? value;
}

const units = { hour: 3_600_000, day: 86_400_000 };

/** How long a life is, in milliseconds. */
export function ttlLength(value: Ttl): number {
  const [count, unit = ''] = value.split('-');
  return Number(count) * (unit.startsWith('hour') ? units.hour : units.day);
}
