import { http, HttpResponse } from 'msw';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createApi, unwrap } from '@/api/client';
import { ServerClock } from '@/lib/expiry/server-clock';
import { Session } from '@/lib/session/session';
import { hasStoredSession } from '@/lib/session/stored-session';
import { FakeAuth } from '@/testing/fake-auth';
import { server } from '@/testing/server';
import script from '../public/early.js?raw';

const crud = '01a213e7-80c7-7607-b6f9-2b8a37b362d9';

/** Runs the script as index.html does, on the page at this path. */
function run(path: string): void {
  window.history.replaceState(null, '', path);
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- it is what a browser runs
  (new Function(script) as () => void)();
}

function asked(): string[] {
  return [...(window.cruddurEarly?.keys() ?? [])];
}

function strangersApi(clock = new ServerClock()) {
  const session = new Session({
    open: () => Promise.resolve(new FakeAuth()),
    hasStoredSession: () => false,
  });
  return createApi(session, clock);
}

afterEach(() => {
  delete window.cruddurEarly;
  delete document.documentElement.dataset.theme;
  window.localStorage.clear();
  window.history.replaceState(null, '', '/');
});

describe('the script before the first paint', () => {
  it.each([
    ['/', ['/api/feeds/public']],
    ['/@nova_1', ['/api/users/nova_1', '/api/users/nova_1/activities']],
    [`/@nova/cruds/${crud}`, [`/api/activities/${crud}`, `/api/activities/${crud}/replies`]],
    ['/@nova/followers', []],
    ['/@../x', []],
    ['/settings', []],
    ['/sign-in', []],
  ])('asks ahead on %s', (path, paths) => {
    server.use(http.get('/api/*', () => HttpResponse.json({ items: [] })));
    run(path);
    expect(asked()).toEqual(paths);
  });

  it('leaves those who are signed in to the site, which knows their token', () => {
    window.localStorage.setItem('CognitoIdentityServiceProvider.abc.LastAuthUser', 'nova');
    expect(hasStoredSession()).toBe(true);
    run('/');
    expect(asked()).toEqual([]);
  });

  it('sets the chosen theme, also where nothing can be asked', () => {
    window.localStorage.setItem('cruddur.theme', 'dark');
    vi.stubGlobal('fetch', () => {
      throw new TypeError('no');
    });
    run('/');
    expect(document.documentElement.dataset.theme).toBe('dark');
  });

  it('survives a browser that forbids storage', () => {
    vi.stubGlobal('localStorage', undefined);
    expect(() => run('/')).not.toThrow();
    vi.unstubAllGlobals();
  });
});

describe('an answer that was asked for ahead', () => {
  /** Counts the questions; the first answers are `first`, the others come after. */
  function counting(...first: (() => Response)[]) {
    const questions: string[] = [];
    server.use(
      http.get('/api/feeds/public', ({ request }) => {
        questions.push(request.url);
        return (first.shift() ?? (() => HttpResponse.json({ items: [] })))();
      }),
    );
    return questions;
  }

  it('is taken once; then the API is asked anew', async () => {
    const questions = counting();
    run('/');
    const api = strangersApi();
    await unwrap(api.asAnyone.GET('/api/feeds/public'));
    expect(questions).toHaveLength(1);
    await unwrap(api.asAnyone.GET('/api/feeds/public'));
    expect(questions).toHaveLength(2);
  });

  it('is no answer to another question, nor to that of a person', async () => {
    const questions = counting();
    run('/');
    const api = strangersApi();
    await unwrap(api.asAnyone.GET('/api/feeds/public', { params: { query: { limit: 5 } } }));
    await unwrap(api.asAnyone.GET('/api/feeds/public', { headers: { authorization: 'Bearer x' } }));
    expect(questions).toHaveLength(3);
  });

  it('is asked for again when it failed', async () => {
    const questions = counting(() => HttpResponse.error());
    run('/');
    await unwrap(strangersApi().asAnyone.GET('/api/feeds/public'));
    expect(questions).toHaveLength(2);
  });

  it('is too old in a tab that was looked at late', async () => {
    const questions = counting();
    run('/');
    const early = window.cruddurEarly?.get('/api/feeds/public');
    if (early) early.sentAt -= 60_000;
    await unwrap(strangersApi().asAnyone.GET('/api/feeds/public'));
    expect(questions).toHaveLength(2);
  });

  it('tells the time of when it was asked for, not of when it was taken', async () => {
    const now = Date.now();
    const date = new Date(Math.floor(now / 1000) * 1000).toUTCString();
    counting(() => HttpResponse.json({ items: [] }, { headers: { date } }));
    run('/');
    await window.cruddurEarly?.get('/api/feeds/public')?.response;
    vi.spyOn(Date, 'now').mockReturnValue(now + 10_000);
    const clock = new ServerClock(() => now);
    await unwrap(strangersApi(clock).asAnyone.GET('/api/feeds/public'));
    // Taken ten seconds late, it would put the server that far behind.
    expect(clock.offset).toBe(0);
  });
});
