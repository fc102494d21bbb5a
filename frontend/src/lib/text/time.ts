const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const dayAndClock = new Intl.DateTimeFormat(undefined, {
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
});
const monthAndYear = new Intl.DateTimeFormat(undefined, { month: 'long', year: 'numeric' });

/** How long ago, for a glance: "now", "5 m", "3 h", "2 d". */
export function shortAge(then: number, now: number): string {
  const age = Math.max(0, now - then);
  if (age < MINUTE) return 'now';
  if (age < HOUR) return `${Math.floor(age / MINUTE)} m`;
  if (age < DAY) return `${Math.floor(age / HOUR)} h`;
  return `${Math.floor(age / DAY)} d`;
}

/** Milliseconds until shortAge changes. */
export function untilAgeChanges(then: number, now: number): number {
  const age = Math.max(0, now - then);
  const unit = age < HOUR ? MINUTE : age < DAY ? HOUR : DAY;
  return unit - (age % unit);
}

/** The local time in full, with its zone. */
export function exactTime(time: number): string {
  return exact.format(time);
}

/** The local time of day, with the day where it isn't today. */
export function clockTime(time: number, now: number): string {
  const sameDay = new Date(time).toDateString() === new Date(now).toDateString();
  return (sameDay ? clock : dayAndClock).format(time);
}

/** "November 2026". */
export function monthOf(time: number): string {
  return monthAndYear.format(time);
}

const weekday = new Intl.DateTimeFormat(undefined, {
  weekday: 'long',
  month: 'long',
  day: 'numeric',
});
const fullDay = new Intl.DateTimeFormat(undefined, { dateStyle: 'full' });

/** The local time of day. */
export function timeOfDay(time: number): string {
  return clock.format(time);
}

/** "Today", "Yesterday", "Tuesday, March 3"; with its year where that is another. */
export function dayOf(time: number, now: number): string {
  const day = new Date(time);
  const today = new Date(now);
  const yesterday = new Date(now);
  yesterday.setDate(today.getDate() - 1);
  if (day.toDateString() === today.toDateString()) return 'Today';
  if (day.toDateString() === yesterday.toDateString()) return 'Yesterday';
  return (day.getFullYear() === today.getFullYear() ? weekday : fullDay).format(time);
}
