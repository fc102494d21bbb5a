import { http, HttpResponse } from 'msw';
import { describe, expect, it, vi } from 'vitest';
import { server } from '@/testing/server';
import { describe as describeError, ErrorReporter } from './error-report';
import { watchErrors } from './error-watch';
import { traceSampleRatio } from './settings';
import { framesOf } from './stack';

const origin = 'http://localhost:8080';

function broken(message: string, { name = 'TypeError', from = origin } = {}): Error {
  const error = new Error(message);
  error.name = name;
  error.stack = `${name}: ${message}\n    at Card (${from}/assets/first-1a2b3c4d.js:1:20)`;
  return error;
}

function listen() {
  const told: { message: string }[] = [];
  server.use(
    http.post('/api/telemetry/errors', async ({ request }) => {
      told.push((await request.json()) as { message: string });
      return new HttpResponse(null, { status: 202 });
    }),
  );
  return told;
}

describe('reports of errors', () => {
  it('say what broke and where, and quote nobody', () => {
    const error = broken('Unexpected "psst" in https://x/@nova?token=1 of @nova, “psst');
    expect(describeError(error, { origin, pathname: '/@nova/cruds/0190' })).toEqual({
      name: 'TypeError',
      message: 'Unexpected "…" in [url] of @[handle], "…"',
      route: '/@{$handle}/cruds/$id',
      release: 'unknown',
      frames: [{ file: '/assets/first-1a2b3c4d.js', line: 1, column: 20, function: 'Card' }],
    });
  });

  it('are of nothing that people meet every day, and of nobody else’s code', () => {
    const place = { origin, pathname: '/' };
    for (const name of ['AbortError', 'NetworkError', 'ProblemError', 'SessionEndedError']) {
      expect(describeError(broken('x', { name }), place)).toBeNull();
    }
    expect(describeError(broken('x', { from: 'chrome-extension://abc' }), place)).toBeNull();
  });

  it('are sent once for each kind, and a handful at most', async () => {
    const told = listen();
    const reporter = new ErrorReporter();
    for (let i = 0; i < 20; i++) {
      await reporter.report(broken(`x ${Math.floor(i / 2)}`));
    }
    expect(told.map(({ message }) => message)).toEqual(['x 0', 'x 1', 'x 2', 'x 3', 'x 4']);
  });
});

describe('watching for errors', () => {
  it('hears of each once, wherever it surfaces, and of a failing report nothing', async () => {
    const report = vi.fn(() => Promise.reject(new Error('offline')));
    const tell = watchErrors(report);
    const [first, second] = [broken('first'), broken('second')];
    window.dispatchEvent(new ErrorEvent('error', { error: first }));
    tell(first);
    const rejected = new Event('unhandledrejection');
    window.dispatchEvent(Object.assign(rejected, { reason: second }));
    window.dispatchEvent(new ErrorEvent('error', { error: null }));
    tell('no error');
    await Promise.resolve();
    expect(report.mock.calls).toEqual([[first], [second]]);
  });
});

describe('stacks', () => {
  it.each([
    [
      'Chromium',
      `TypeError: x\n    at new Foo (${origin}/assets/a.js:1:2)\n    at async ${origin}/assets/a.js:3:4\n    at <anonymous>`,
      ['new Foo', undefined],
    ],
    ['Firefox', `foo@${origin}/assets/a.js:1:2\n@${origin}/assets/a.js:3:4\n`, ['foo', undefined]],
    [
      'Safari',
      `foo@${origin}/assets/a.js:1:2\nx@[native code]\n@${origin}/assets/a.js:3:4`,
      ['foo', undefined],
    ],
  ])('are read as %s writes them', (_, stack, functions) => {
    const frames = framesOf(stack, origin);
    expect(frames.map((frame) => frame.function)).toEqual(functions);
    expect(frames.map(({ file, line, column }) => [file, line, column])).toEqual([
      ['/assets/a.js', 1, 2],
      ['/assets/a.js', 3, 4],
    ]);
  });
});

describe('the setting', () => {
  it.each([
    [{ traces: { sample_ratio: 0.25 } }, 0.25],
    [{ traces: { sample_ratio: 2 } }, null],
    [{ traces: { sample_ratio: '1' } }, null],
    [{}, null],
    [null, null],
  ])('%o', async (config, ratio) => {
    server.use(http.get('/config.json', () => HttpResponse.json(config)));
    expect(await traceSampleRatio()).toBe(ratio);
  });
});
