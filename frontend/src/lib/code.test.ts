import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { server } from '@/testing/server';
import { Code } from './code';

const lost = () => Promise.reject(new TypeError('Failed to fetch'));
const reload = vi.fn();

beforeEach(() => {
  reload.mockClear();
  vi.stubGlobal('location', {
    origin: 'http://localhost:8080',
    href: 'http://localhost:8080/',
    reload,
  });
});

describe('Code', () => {
  it('is loaded once, however many ask', async () => {
    const load = vi.fn(() => Promise.resolve('it'));
    const code = new Code(load);
    await Promise.all([code.load(), code.load()]);
    await code.load();
    expect(code.state).toEqual({ status: 'ready', value: 'it' });
    expect(load).toHaveBeenCalledOnce();
  });

  it('tries anew what failed, and tells its listeners', async () => {
    const load = vi.fn<() => Promise<string>>(lost);
    const code = new Code(load);
    const seen: string[] = [];
    code.subscribe(() => seen.push(code.state.status));
    await code.load();
    load.mockResolvedValue('it');
    await code.retry();
    expect(seen).toEqual(['loading', 'failed', 'loading', 'ready']);
    expect(reload).not.toHaveBeenCalled();
  });

  it('begins the page anew when the site answers, but no longer has the code', async () => {
    server.use(http.head('*/', () => new HttpResponse()));
    await new Code(lost).retry();
    expect(reload).toHaveBeenCalledOnce();
  });

  it('never leaves the page while the site can’t be reached', async () => {
    server.use(http.head('*/', () => HttpResponse.error()));
    const code = new Code(lost);
    await code.retry();
    expect(reload).not.toHaveBeenCalled();
    expect(code.state.status).toBe('failed');
  });
});
