const compact = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });
const whole = new Intl.NumberFormat();

/** A number for a glance: "1.2K". */
export function shortCount(count: number): string {
  return compact.format(count);
}

/** A number in full: "1,204". */
export function fullCount(count: number): string {
  return whole.format(count);
}

/** "1 reply", "3 replies". */
export function countOf(count: number, one: string, many: string): string {
  return `${whole.format(count)} ${count === 1 ? one : many}`;
}
