import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Attributes,
  type Span,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  SamplingDecision,
  TracerProvider,
  type Sampler,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace';
import { documentLoad } from './document-load';
import { release } from './release';
import { traceIsKept } from './sampling';
import type { Action, OpenSpan, Tracer } from './tracing';

/** Makes the tracer; what it traces goes to the site's own origin in batches, also when the page goes. */
export function createTracer(
  sampleRatio: number,
  processor: SpanProcessor = sendingBatches(),
): Tracer {
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'site', 'service.version': release }),
    sampler: sampling(sampleRatio),
    spanProcessors: [processor],
    // By hand, so that nothing but what stands here is traced: what libraries record of
    // requests names people, as addresses do here.
  });
  const tracer = provider.getTracer('site');
  documentLoad(tracer, performance);
  return {
    action: (action: Action) =>
      opened(tracer.startSpan(`click ${action}`, { kind: SpanKind.INTERNAL }, ROOT_CONTEXT)),
    request: (method, route, cause) => {
      const context =
        cause instanceof Opened ? trace.setSpan(ROOT_CONTEXT, cause.span) : ROOT_CONTEXT;
      const attributes = { 'http.request.method': method, 'url.template': route };
      return opened(
        tracer.startSpan(`${method} ${route}`, { kind: SpanKind.CLIENT, attributes }, context),
      );
    },
  };
}

const EXPORT_EVERY = 5_000;
// 64 KB is what the API takes, and what browsers send after a page has gone.
const BATCH = 40;

function sendingBatches(): SpanProcessor {
  const url = new URL('/api/telemetry/traces', window.location.origin).href;
  return new BatchSpanProcessor({
    exporter: new OTLPTraceExporter({ url, timeoutMillis: 5_000 }),
    maxQueueSize: 200,
    maxExportBatchSize: BATCH,
    scheduledDelayMillis: EXPORT_EVERY,
  });
}

const { NOT_RECORD, RECORD_AND_SAMPLED } = SamplingDecision;

/** Keeps the traces that all services keep. */
function sampling(ratio: number): Sampler {
  return {
    shouldSample: (_, traceId) => ({
      decision: traceIsKept(traceId, ratio) ? RECORD_AND_SAMPLED : NOT_RECORD,
    }),
    toString: () => `TraceIdRatio{${ratio}}`,
  };
}

class Opened implements OpenSpan {
  constructor(readonly span: Span) {}

  get parent(): string {
    const { traceId, spanId, traceFlags } = this.span.spanContext();
    return `00-${traceId}-${spanId}-${traceFlags & TraceFlags.SAMPLED ? '01' : '00'}`;
  }

  end({ status, error }: { status?: number; error?: unknown } = {}): void {
    this.span.setAttributes(outcome(status, error));
    if (error !== undefined || (status ?? 0) >= 400) {
      this.span.setStatus({ code: SpanStatusCode.ERROR });
    }
    this.span.end();
  }
}

function opened(span: Span): OpenSpan {
  return new Opened(span);
}

/** What errors say quotes what people wrote: only their names are told. */
function outcome(status: number | undefined, error: unknown): Attributes {
  return {
    ...(status === undefined ? {} : { 'http.response.status_code': status }),
    ...(status !== undefined && status >= 400 ? { 'error.type': String(status) } : {}),
    ...(error === undefined
      ? {}
      : { 'error.type': error instanceof Error ? error.name : '_OTHER' }),
  };
}
