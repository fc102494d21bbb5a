import type { QueryClient } from '@tanstack/react-query';
import { createApi, unwrap, type Api } from '@/api/client';
import { ownKeys, viewedKeys } from '@/api/keys';
import { applyLives } from '@/api/life-cache';
import { NetworkError } from '@/api/problem';
import { createQueryClient } from '@/api/query-client';
import { DraftStore, ReplyDrafts } from '@/features/compose/draft-store';
import { PhotoDrafts } from '@/features/photos/photo-drafts';
import type { PhotoServices } from '@/features/photos/photo-services';
import type { Messaging, MessagingNeeds } from '@/features/messages/messaging';
import { Code } from '@/lib/code';
import { LifeWatch, type AskLives } from '@/lib/expiry/life-watch';
import { ServerClock } from '@/lib/expiry/server-clock';
import { startSweeper } from '@/lib/expiry/sweeper';
import { Ticker } from '@/lib/expiry/ticker';
import { Session, type SessionOptions } from '@/lib/session/session';
import { hasStoredSession } from '@/lib/session/stored-session';
import { Tracing } from '@/lib/telemetry/tracing';

/** Everything that lives as long as the app. */
export interface Services {
  api: Api;
  clock: ServerClock;
  drafts: DraftStore;
  lives: LifeWatch;
  /** Conversations; their code comes when somebody is signed in. */
  messaging: Code<Messaging>;
  photos: PhotoServices;
  queryClient: QueryClient;
  replyDrafts: ReplyDrafts;
  session: Session;
  ticker: Ticker;
  tracing: Tracing;
  /** Begins what runs beside the pages: counting down, following other tabs. Returns the end of it. */
  start: () => () => void;
}

const cognito: SessionOptions = {
  open: async () => {
    const code = await import('@/lib/session/amplify-auth').catch((cause: unknown) => {
      throw new NetworkError({ cause });
    });
    return code.openAmplifyAuth();
  },
  hasStoredSession,
};

/** Makes the services; tests give a session of their own. */
export function createServices(sessionOptions: SessionOptions = cognito): Services {
  const session = new Session(sessionOptions);
  const clock = new ServerClock();
  const ticker = new Ticker(() => clock.now());
  const queryClient = createQueryClient();
  const tracing = new Tracing();
  const api = createApi(session, clock, tracing);
  const services = {
    api,
    clock,
    drafts: new DraftStore(),
    lives: new LifeWatch(askLives(api, queryClient, clock)),
    messaging: messagingCode({ api, clock, queryClient, session, ticker }),
    photos: photoServices(api),
    queryClient,
    replyDrafts: new ReplyDrafts(),
    session,
    ticker,
    tracing,
  };
  return { ...services, start: () => start(services) };
}

function messagingCode(needs: MessagingNeeds): Code<Messaging> {
  return new Code(async () => {
    const { Messaging: Loaded } = await import('@/features/messages/messaging');
    return new Loaded(needs);
  });
}

/** Strangers never upload: they don't download what it takes. */
function photoServices(api: Api): PhotoServices {
  const uploader = async () => {
    const { createUploader } = await import('@/features/photos/create-uploader');
    return createUploader(api);
  };
  return { drafts: new PhotoDrafts(uploader), uploader };
}

/** Asks for the lives of cruds, and lets every cache know. */
function askLives(api: Api, queryClient: QueryClient, clock: ServerClock): AskLives {
  return async (ids, signal) => {
    const { items } = await unwrap(
      api.asAnyone.GET('/api/lives', {
        params: { query: { ids } },
        querySerializer: { array: { style: 'form', explode: false } },
        signal,
      }),
    );
    signal.throwIfAborted();
    applyLives(queryClient, ids, items, clock.now());
  };
}

function start(services: Omit<Services, 'start'>): () => void {
  const { queryClient, session, ticker, lives } = services;
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  const stops = [
    ticker.attach(document),
    lives.attach(document),
    startSweeper(queryClient, ticker, still ? 0 : undefined),
    session.follow(window),
    session.subscribe(() => {
      if (session.signedIn) seeAnew(queryClient);
      else forgetPerson(services);
    }),
  ];
  return () => stops.forEach((stop) => stop());
}

/** Another person looks now: what is answered differently to them is asked for again. */
function seeAnew(queryClient: QueryClient): void {
  for (const queryKey of viewedKeys) {
    queryClient.removeQueries({ queryKey, type: 'inactive' });
    void queryClient.resetQueries({ queryKey, type: 'active' });
  }
}

/** What was fetched for a person goes with them; their words stay if they were cut off. */
function forgetPerson(services: Omit<Services, 'start'>): void {
  const { queryClient, drafts, messaging, photos, replyDrafts, session } = services;
  for (const queryKey of ownKeys) queryClient.removeQueries({ queryKey });
  if (session.state.ended) {
    seeAnew(queryClient);
    return;
  }
  drafts.forget();
  replyDrafts.forget();
  photos.drafts.forget();
  if (messaging.state.status === 'ready') messaging.state.value.forget();
  queryClient.removeQueries({ type: 'inactive' });
  void queryClient.resetQueries({ type: 'active' });
}
