const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const tenths = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

/** An upper bound in words, so it is never rounded down: "0.5 seconds", "12 seconds", "1.5 hours". */
export function durationWords(seconds: number): string {
  if (seconds < 2 * MINUTE) return inWords(seconds, 'second');
  if (seconds < HOUR) return inWords(seconds / MINUTE, 'minute');
  if (seconds < 2 * DAY) return inWords(seconds / HOUR, 'hour');
  return inWords(seconds / DAY, 'day');
}

function inWords(amount: number, unit: string): string {
  const count = amount < 10 ? Math.ceil(amount * 10) / 10 : Math.ceil(amount);
  return `${tenths.format(count)} ${unit}${count === 1 ? '' : 's'}`;
}
