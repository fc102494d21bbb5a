import { ROOT_CONTEXT, SpanKind, type Tracer } from '@opentelemetry/api';

// In the order in which they happen; each is an event of the span.
const stages = [
  'fetchStart',
  'domainLookupStart',
  'domainLookupEnd',
  'connectStart',
  'secureConnectionStart',
  'connectEnd',
  'requestStart',
  'responseStart',
  'responseEnd',
  'domInteractive',
  'domContentLoadedEventEnd',
  'loadEventEnd',
] as const;

/** A span of how the page was loaded, afterwards. Not of which page that was. */
export function documentLoad(
  tracer: Tracer,
  clock: Pick<Performance, 'timeOrigin' | 'getEntriesByType'>,
): void {
  const [load] = clock.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  if (!load || load.loadEventEnd === 0) return;
  const span = tracer.startSpan(
    'documentLoad',
    { kind: SpanKind.INTERNAL, startTime: clock.timeOrigin + load.fetchStart },
    ROOT_CONTEXT,
  );
  for (const stage of stages) {
    if (load[stage] > 0) span.addEvent(stage, clock.timeOrigin + load[stage]);
  }
  span.end(clock.timeOrigin + load.loadEventEnd);
}
