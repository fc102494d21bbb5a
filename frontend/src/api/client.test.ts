import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { ServerClock } from '@/lib/expiry/server-clock';
import { Session } from '@/lib/session/session';
import { problem } from '@/testing/answers';
import { aMe } from '@/testing/data';
import { FakeAuth } from '@/testing/fake-auth';
import { server } from '@/testing/server';
import { createApi, unwrap } from './client';
import { NetworkError, ProblemError, SessionEndedError } from './problem';

function setUp() {
  const auth = new FakeAuth();
  auth.token = 'stale';
  const session = new Session({ open: () => Promise.resolve(auth), hasStoredSession: () => true });
  const clock = new ServerClock();
  return { auth, session, clock, api: createApi(session, clock) };
}

describe('the API client', () => {
  it('sends the access token only where it acts for a person', async () => {
    const { api } = setUp();
    const seen: (string | null)[] = [];
    server.use(
      http.get('/api/me', ({ request }) => {
        seen.push(request.headers.get('authorization'));
        return HttpResponse.json(aMe());
      }),
      http.get('/api/feeds/public', ({ request }) => {
        seen.push(request.headers.get('authorization'));
        return HttpResponse.json({ items: [] });
      }),
    );
    await unwrap(api.asMe.GET('/api/me'));
    await unwrap(api.asAnyone.GET('/api/feeds/public'));
    expect(seen).toEqual(['Bearer stale', null]);
  });

  it('renews the token once after a 401 and sends the same body again', async () => {
    const { api, auth } = setUp();
    const bodies: unknown[] = [];
    server.use(
      http.patch('/api/me', async ({ request }) => {
        bodies.push(await request.json());
        if (request.headers.get('authorization') === 'Bearer stale') {
          auth.token = 'fresh';
          return problem(401, 'unauthenticated');
        }
        return HttpResponse.json(aMe());
      }),
    );
    await unwrap(api.asMe.PATCH('/api/me', { body: { bio: 'x' } }));
    expect(bodies).toEqual([{ bio: 'x' }, { bio: 'x' }]);
    expect(auth.forced).toEqual([false, true]);
  });

  it('ends the session when even a fresh token is refused', async () => {
    const { api, session } = setUp();
    server.use(http.get('/api/me', () => problem(401, 'unauthenticated')));
    await expect(unwrap(api.asMe.GET('/api/me'))).rejects.toBeInstanceOf(SessionEndedError);
    expect(session.state).toEqual({ status: 'signed-out', ended: true });
  });

  it('tells a missing connection from a refusal', async () => {
    const { api } = setUp();
    server.use(http.get('/api/feeds/public', () => HttpResponse.error()));
    await expect(unwrap(api.asAnyone.GET('/api/feeds/public'))).rejects.toBeInstanceOf(
      NetworkError,
    );
  });

  it('understands an answer that no API wrote', async () => {
    const { api } = setUp();
    server.use(
      http.get(
        '/api/feeds/public',
        () => new HttpResponse('<h1>Bad gateway</h1>', { status: 502 }),
      ),
    );
    const error = await unwrap(api.asAnyone.GET('/api/feeds/public')).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({ status: 502, code: 'unknown' });
  });

  it('teaches the clock', async () => {
    const { api, clock } = setUp();
    const date = new Date(Date.now() + 90_000).toUTCString();
    server.use(
      http.get('/api/feeds/public', () => HttpResponse.json({ items: [] }, { headers: { date } })),
    );
    await unwrap(api.asAnyone.GET('/api/feeds/public'));
    expect(Math.abs(clock.offset - 90_000)).toBeLessThan(1100);
  });
});
