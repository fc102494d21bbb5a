import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';

/**
 * The network of the tests; every test says what answers. Anything else fails the test, but for
 * what is asked on every page of who is signed in.
 */
export const server = setupServer(
  http.get('/api/message_groups/unread', () => HttpResponse.json({ groups: 0 })),
);
