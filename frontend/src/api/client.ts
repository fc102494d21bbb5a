import createClient, { type Client, type Middleware } from 'openapi-fetch';
import type { ServerClock } from '@/lib/expiry/server-clock';
import { Tracing, type OpenSpan } from '@/lib/telemetry/tracing';
import { takeEarlyAnswer } from './early-answers';
import { NetworkError, problemFrom, SessionEndedError } from './problem';
import type { paths as mediaPaths } from './media-schema';
import type { paths as messagingPaths } from './messaging-schema';
import type { paths } from './schema';

type Send = (request: Request) => Promise<Response>;

/** What the client needs to know of the session. */
export interface TokenSource {
  /** Somebody is signed in, as far as is known. */
  readonly signedIn: boolean;
  /** A valid access token; throws SessionEndedError when there is none. */
  accessToken(options?: { force?: boolean }): Promise<string>;
  /** The server refused even a fresh token. */
  end(): void;
}

/**
 * The API in three voices. Public routes are called `asAnyone`, so that a reader's
 * first page never waits for a token; calls that act for a person go `asMe`. What
 * everybody may read, but looks different to whom it concerns, is asked `asViewer`: with
 * a token when there is one, as anyone when not.
 */
export interface Api {
  asAnyone: Client<paths>;
  asMe: Client<paths>;
  asViewer: Client<paths>;
  /** The service that takes pictures; always as oneself. */
  uploads: Client<mediaPaths>;
  /** Conversations; always as oneself. */
  messages: Client<messagingPaths>;
  /** Does what a person asked for: for traces, the requests that it begins are parts of that. */
  acting: Tracing['acting'];
}

/** Makes the API client; every answer also teaches `clock` the server's time. */
export function createApi(
  tokens: TokenSource,
  clock: ServerClock,
  tracing: Tracing = new Tracing(),
): Api {
  const baseUrl = window.location.origin;
  const open = observed(clock);
  const mine = authorized(tokens, open);
  const voice = <T extends object>(fetch: Send) => {
    const client = createClient<T>({ baseUrl, fetch });
    client.use(traced(tracing));
    return client;
  };
  return {
    asAnyone: voice<paths>(open),
    asMe: voice<paths>(mine),
    asViewer: voice<paths>(viewing(tokens, mine, open)),
    uploads: voice<mediaPaths>(mine),
    messages: voice<messagingPaths>(mine),
    acting: tracing.acting,
  };
}

/** Tells the server which trace a request is part of. */
function traced(tracing: Tracing): Middleware {
  const open = new Map<string, OpenSpan>();
  const end = (id: string, outcome: Parameters<OpenSpan['end']>[0]) => {
    open.get(id)?.end(outcome);
    open.delete(id);
  };
  return {
    onRequest: ({ id, request, schemaPath }) => {
      const span = tracing.request(request.method, schemaPath);
      if (!span) return;
      open.set(id, span);
      request.headers.set('traceparent', span.parent);
    },
    onResponse: ({ id, response }) => end(id, { status: response.status }),
    onError: ({ id, error }) => end(id, { error }),
  };
}

function observed(clock: ServerClock): Send {
  const ask = async (request: Request) => ({ sentAt: Date.now(), response: await send(request) });
  return async (request) => {
    const { sentAt, response } = (await early(request)) ?? (await ask(request));
    clock.observe({ headers: response.headers, sentAt, receivedAt: Date.now() });
    return response;
  };
}

/** What was asked for before this code was here; what failed then is asked for again. */
async function early(request: Request) {
  const answer = takeEarlyAnswer(request);
  if (!answer) return undefined;
  try {
    return { sentAt: answer.sentAt, response: await answer.response };
  } catch {
    return undefined;
  }
}

async function send(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw new NetworkError({ cause: error });
  }
}

/** A 401 is tried once more with a fresh token before the session counts as ended. */
function authorized(tokens: TokenSource, next: Send): Send {
  return async (request) => {
    const spare = request.clone();
    const response = await next(bearing(request, await tokens.accessToken()));
    if (response.status !== 401) return response;
    const retried = await next(bearing(spare, await tokens.accessToken({ force: true })));
    if (retried.status !== 401) return retried;
    tokens.end();
    throw new SessionEndedError();
  };
}

/** A session that turns out to be over is no reason not to show what is public. */
function viewing(tokens: TokenSource, mine: Send, open: Send): Send {
  return async (request) => {
    if (!tokens.signedIn) return open(request);
    const spare = request.clone();
    try {
      return await mine(request);
    } catch (error) {
      if (error instanceof SessionEndedError) return open(spare);
      throw error;
    }
  };
}

function bearing(request: Request, token: string): Request {
  request.headers.set('authorization', `Bearer ${token}`);
  return request;
}

/** The body of a good answer; throws ProblemError for any other. */
export async function unwrap<T>(
  call: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw problemFrom(response, error);
  return data as T;
}
