import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { expect, it } from 'vitest';
import { documentLoad } from './document-load';

function spansOf(load: object | undefined) {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const entries = (load ? [load] : []) as PerformanceEntryList;
  documentLoad(provider.getTracer('test'), {
    timeOrigin: 1_700_000_000_000,
    getEntriesByType: () => entries,
  });
  return exporter.getFinishedSpans();
}

it('tells how long the stages of loading took, and not what was loaded', () => {
  const [span] = spansOf({
    name: 'http://localhost/@nova?x=hush',
    fetchStart: 5,
    responseEnd: 20,
    secureConnectionStart: 0,
    loadEventEnd: 100,
  });
  expect(span?.name).toBe('documentLoad');
  expect(span?.startTime).toEqual([1_700_000_000, 5_000_000]);
  expect(span?.endTime).toEqual([1_700_000_000, 100_000_000]);
  expect(span?.attributes).toEqual({});
  expect(span?.events.map(({ name }) => name)).toEqual([
    'fetchStart',
    'responseEnd',
    'loadEventEnd',
  ]);
});

it('says nothing of a load that has not ended, or that nobody measured', () => {
  expect(spansOf({ fetchStart: 5, loadEventEnd: 0 })).toEqual([]);
  expect(spansOf(undefined)).toEqual([]);
});
