import type { QueryClient } from '@tanstack/react-query';
import { createApi, type Api } from '@/api/client';
import { keys } from '@/api/keys';
import { createQueryClient } from '@/api/query-client';
import { DraftStore } from '@/features/compose/draft-store';
import { ServerClock } from '@/lib/expiry/server-clock';
import { startSweeper } from '@/lib/expiry/sweeper';
import { Ticker } from '@/lib/expiry/ticker';
import { Session, type SessionOptions } from '@/lib/session/session';
import { hasStoredSession } from '@/lib/session/stored-session';

/** Everything that lives as long as the app. */
export interface Services {
  api: Api;
  clock: ServerClock;
  drafts: DraftStore;
  queryClient: QueryClient;
  session: Session;
  ticker: Ticker;
  /** Begins what runs beside the pages: counting down, following other tabs. Returns the end of it. */
  start: () => () => void;
}

const cognito: SessionOptions = {
  open: async () => (await import('@/lib/session/amplify-auth')).openAmplifyAuth(),
  hasStoredSession,
};

/** Makes the services; tests give a session of their own. */
export function createServices(sessionOptions: SessionOptions = cognito): Services {
  const session = new Session(sessionOptions);
  const clock = new ServerClock();
  const ticker = new Ticker(() => clock.now());
  const queryClient = createQueryClient();
  const services = {
    api: createApi(session, clock),
    clock,
    drafts: new DraftStore(),
    queryClient,
    session,
    ticker,
  };
  return { ...services, start: () => start(services) };
}

function start({ queryClient, session, ticker, drafts }: Omit<Services, 'start'>): () => void {
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  const stops = [
    ticker.attach(document),
    startSweeper(queryClient, ticker, still ? 0 : undefined),
    session.follow(window),
    session.subscribe(() => {
      if (session.state.status === 'signed-out') forgetPerson(queryClient, drafts, session);
    }),
  ];
  return () => stops.forEach((stop) => stop());
}

/** What was fetched for a person goes with them; their words stay if they were cut off. */
function forgetPerson(queryClient: QueryClient, drafts: DraftStore, session: Session): void {
  queryClient.removeQueries({ queryKey: keys.me });
  if (session.state.ended) return;
  drafts.forget();
  queryClient.removeQueries({ type: 'inactive' });
  void queryClient.resetQueries({ type: 'active' });
}
