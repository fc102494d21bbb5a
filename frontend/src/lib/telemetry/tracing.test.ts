import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import { http, HttpResponse } from 'msw';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createApi, unwrap } from '@/api/client';
import { ServerClock } from '@/lib/expiry/server-clock';
import { problem } from '@/testing/answers';
import { aMe } from '@/testing/data';
import { server } from '@/testing/server';
import { traceIsKept } from './sampling';
import { createTracer } from './tracer';
import { actions, Tracing } from './tracing';

function setUp(sampleRatio = 1) {
  const exporter = new InMemorySpanExporter();
  const tracing = new Tracing();
  tracing.use(createTracer(sampleRatio, new SimpleSpanProcessor({ exporter })));
  const tokens = {
    signedIn: true,
    accessToken: () => Promise.resolve('a token'),
    end: () => undefined,
  };
  const parents: (string | null)[] = [];
  server.use(
    http.patch('/api/me', ({ request }) => {
      parents.push(request.headers.get('traceparent'));
      return HttpResponse.json(aMe());
    }),
    http.get('/api/users/:handle', ({ request }) => {
      parents.push(request.headers.get('traceparent'));
      return problem(404, 'user_not_found');
    }),
  );
  return { api: createApi(tokens, new ServerClock(), tracing), exporter, parents, tracing };
}

describe('tracing', () => {
  it('leads from what a person does to the request, and on to the server', async () => {
    const { api, exporter, parents } = setUp();
    await api.acting('change profile', () =>
      unwrap(api.asMe.PATCH('/api/me', { body: { bio: 'hush' } })),
    );
    const [request, click] = exporter.getFinishedSpans();
    expect(click?.name).toBe('click change profile');
    expect(request?.name).toBe('PATCH /api/me');
    expect(request?.parentSpanContext?.spanId).toBe(click?.spanContext().spanId);
    const { traceId, spanId } = request?.spanContext() ?? {};
    expect(parents).toEqual([`00-${traceId}-${spanId}-01`]);
    expect(click?.spanContext().traceId).toBe(traceId);
  });

  it('tells templates, methods and statuses, and nothing of whom it was about', async () => {
    const { api, exporter } = setUp();
    const asked = api.asAnyone.GET('/api/users/{handle}', { params: { path: { handle: 'nova' } } });
    await expect(unwrap(asked)).rejects.toThrow();
    const [request, ...more] = exporter.getFinishedSpans();
    expect(more).toEqual([]);
    expect(request?.parentSpanContext).toBeUndefined();
    expect(request?.attributes).toEqual({
      'http.request.method': 'GET',
      'url.template': '/api/users/{handle}',
      'http.response.status_code': 404,
      'error.type': '404',
    });
    expect(request?.status).toEqual({ code: 2 });
  });

  it('tells of a failure only what kind it was', async () => {
    const { api, exporter } = setUp();
    server.use(http.patch('/api/me', () => HttpResponse.error()));
    const save = () => unwrap(api.asMe.PATCH('/api/me', { body: {} }));
    await expect(api.acting('change profile', save)).rejects.toThrow();
    const kinds = exporter.getFinishedSpans().map(({ attributes }) => attributes['error.type']);
    expect(kinds).toEqual(['NetworkError', 'NetworkError']);
  });

  it('takes no request that begins later for a part of it', async () => {
    const { api, exporter } = setUp();
    let pass: (value: null) => void = () => undefined;
    const later = new Promise<null>((resolve) => (pass = resolve));
    const click = api.acting('follow', () => later);
    await unwrap(api.asMe.PATCH('/api/me', { body: {} }));
    pass(null);
    await click;
    const [request] = exporter.getFinishedSpans();
    expect(request?.name).toBe('PATCH /api/me');
    expect(request?.parentSpanContext).toBeUndefined();
  });

  it('tells the server of traces that are not kept, and exports none of them', async () => {
    const { api, exporter, parents } = setUp(Number.MIN_VALUE);
    await unwrap(api.asMe.PATCH('/api/me', { body: {} }));
    expect(exporter.getFinishedSpans()).toEqual([]);
    expect(parents).toEqual([expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/)]);
  });

  it('costs nothing while it is off', async () => {
    const { parents } = setUp();
    const tokens = {
      signedIn: true,
      accessToken: () => Promise.resolve('a token'),
      end: () => undefined,
    };
    const api = createApi(tokens, new ServerClock());
    await api.acting('follow', () => unwrap(api.asMe.PATCH('/api/me', { body: {} })));
    expect(parents).toEqual([null]);
  });

  it('names only what the API takes', () => {
    // The rest is for load balancers, operators and crawlers.
    const asked = /^(?!.*(-check|\.yaml|\/ready)$)/;
    const contract = readFileSync('../backend/api/openapi.yaml', 'utf8');
    const pattern = /SpanName:[^']*'([^']+)'/.exec(contract)?.[1] ?? '^$';
    for (const action of actions) expect(`click ${action}`).toMatch(new RegExp(pattern));
    for (const service of ['backend', 'messaging', 'media']) {
      const paths = readFileSync(`../${service}/api/openapi.yaml`, 'utf8');
      for (const [, path = ''] of paths.matchAll(/^ {2}(\/\S+):$/gm)) {
        if (asked.test(path)) expect(`GET ${path}`).toMatch(new RegExp(pattern));
      }
    }
  });
});

describe('sampling', () => {
  // As OpenTelemetry's library for Go decides: platform/telemetry's tests have the same.
  it.each([
    ['01'.repeat(16), 0.5, true],
    ['ff'.repeat(16), 0.5, false],
    ['ff'.repeat(16), 1, true],
    ['00'.repeat(16), 0, false],
    [`${'ff'.repeat(8)}7fffffffffffffff`, 0.5, true],
    [`${'00'.repeat(8)}8000000000000000`, 0.5, false],
  ])('%s of %d is kept: %s', (id, ratio, kept) => expect(traceIsKept(id, ratio)).toBe(kept));
});
