import { http, HttpResponse, type HttpHandler } from 'msw';
import type { Activity, FieldError, Me, ThreadItem, User } from '@/api/models';

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

/** The caller's home feed with these cruds on one page. */
export function homeFeedOf(...items: Activity[]): HttpHandler {
  return http.get('/api/feeds/home', () => HttpResponse.json({ items }));
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

interface ThreadAnswers {
  /** What it replies to, nearest first. */
  ancestors?: ThreadItem[];
  replies?: ThreadItem[];
}

/** A crud on its own page, with its thread. */
export function threadIs(
  activity: Activity,
  { ancestors = [], replies = [] }: ThreadAnswers = {},
): HttpHandler[] {
  const path = `/api/activities/${activity.id}`;
  return [
    http.get(path, () => HttpResponse.json(activity)),
    http.get(`${path}/ancestors`, () => HttpResponse.json({ items: ancestors })),
    repliesAre(activity.id, ...replies),
  ];
}

/** What was replied to a crud or a stone. */
export function repliesAre(id: string, ...items: ThreadItem[]): HttpHandler {
  return http.get(`/api/activities/${id}/replies`, () => HttpResponse.json({ items }));
}

/** A list in pages of these; the cursors are the pages' numbers. */
export function inPages(path: string, pages: unknown[][]): HttpHandler {
  return http.get(path, ({ request }) => {
    const page = Number(new URL(request.url).searchParams.get('cursor') ?? 0);
    const next = page + 1 < pages.length ? { next_cursor: String(page + 1) } : {};
    return HttpResponse.json({ items: pages[page], ...next });
  });
}
