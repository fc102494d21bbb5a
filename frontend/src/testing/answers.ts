import { http, HttpResponse, type HttpHandler } from 'msw';
import type { Activity, FieldError, Me, User } from '@/api/models';

/** A problem document, as the API writes it. */
export function problem(
  status: number,
  code: string,
  extra: { detail?: string; errors?: FieldError[] } = {},
): HttpResponse<string> {
  const body = { type: 'about:blank', title: code, status, code, request_id: 'req-42', ...extra };
  return new HttpResponse(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  });
}

/** The public feed with these cruds on one page. */
export function publicFeedOf(...items: Activity[]): HttpHandler {
  return http.get('/api/feeds/public', () => HttpResponse.json({ items }));
}

/** The caller's profile. */
export function meIs(me: Me): HttpHandler {
  return http.get('/api/me', () => HttpResponse.json(me));
}

/** A person's profile with these cruds. */
export function userIs(user: User, ...items: Activity[]): HttpHandler[] {
  return [
    http.get(`/api/users/${user.handle}`, () => HttpResponse.json(user)),
    http.get(`/api/users/${user.handle}/activities`, () => HttpResponse.json({ items })),
  ];
}
