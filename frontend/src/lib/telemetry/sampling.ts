const HALF = 1n << 63n;

/**
 * Whether a trace is one of those that are kept. OpenTelemetry's libraries decide differently
 * in each language; this is how the services do it, in Go, so that a trace is kept whole.
 */
export function traceIsKept(traceId: string, ratio: number): boolean {
  if (ratio >= 1) return true;
  if (!(ratio > 0)) return false;
  const bound = BigInt(Math.floor(ratio * Number(HALF)));
  return BigInt(`0x${traceId.slice(16)}`) >> 1n < bound;
}
