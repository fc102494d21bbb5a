import { createMemoryHistory } from '@tanstack/react-router';
import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { App } from '@/app/app';
import { createServices } from '@/app/services';
import type { Me } from '@/api/models';
import { meIs } from './answers';
import { FakeAuth } from './fake-auth';
import { server } from './server';

interface Options {
  /** Who is signed in; nobody when absent. */
  me?: Me;
  auth?: FakeAuth;
  /** Moves fake timers on, where a test has them. */
  advanceTimers?: (ms: number) => void;
}

/** Opens the whole app at a path; only the network and the identity provider are not real. */
export function renderApp(
  path: string,
  { me, auth = new FakeAuth(), advanceTimers }: Options = {},
) {
  if (me) {
    auth.token = 'a token';
    server.use(meIs(me));
  }
  const services = createServices({
    open: () => Promise.resolve(auth),
    hasStoredSession: () => auth.token !== null,
  });
  const history = createMemoryHistory({ initialEntries: [path] });
  const view = render(<App services={services} history={history} />);
  const user = userEvent.setup(advanceTimers ? { advanceTimers } : {});
  return { ...view, auth, history, services, user };
}
