import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouterHistory,
} from '@tanstack/react-router';
import { AppError } from './app-error';
import { Layout } from './layout';
import { RootPage } from './root-page';
import { HomeRoute } from './routes/home-route';
import { NotFoundRoute } from './routes/not-found-route';

/*
 * The front page, a profile and a crud come with the first load: strangers land there.
 * What takes forms or an account is loaded on the way to it.
 */

const root = createRootRoute({
  component: RootPage,
  errorComponent: AppError,
  notFoundComponent: NotFoundRoute,
});

const framed = createRoute({ getParentRoute: () => root, id: 'framed', component: Layout });

const home = createRoute({ getParentRoute: () => framed, path: '/', component: HomeRoute });

const profile = createRoute({
  getParentRoute: () => framed,
  path: '/@{$handle}',
  component: lazyRouteComponent(() => import('./routes/profile-route'), 'ProfileRoute'),
});

const activity = createRoute({
  getParentRoute: () => framed,
  path: '/@{$handle}/cruds/$id',
  component: lazyRouteComponent(() => import('./routes/activity-route'), 'ActivityRoute'),
});

const about = createRoute({
  getParentRoute: () => framed,
  path: '/about',
  component: lazyRouteComponent(() => import('./routes/about-route'), 'AboutRoute'),
});

/** What the sign-in pages take along in the address. */
interface AuthSearch {
  email?: string | undefined;
  return_to?: string | undefined;
}

function authSearch(search: Record<string, unknown>): AuthSearch {
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  return { email: text(search.email), return_to: text(search.return_to) };
}

const authRoutes = () => import('./routes/auth-routes');

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/signin',
  validateSearch: authSearch,
  component: lazyRouteComponent(authRoutes, 'SignInRoute'),
});

const signUp = createRoute({
  getParentRoute: () => root,
  path: '/signup',
  validateSearch: authSearch,
  component: lazyRouteComponent(authRoutes, 'SignUpRoute'),
});

const confirm = createRoute({
  getParentRoute: () => root,
  path: '/confirm',
  validateSearch: authSearch,
  component: lazyRouteComponent(authRoutes, 'ConfirmRoute'),
});

const recover = createRoute({
  getParentRoute: () => root,
  path: '/recover',
  validateSearch: authSearch,
  component: lazyRouteComponent(authRoutes, 'RecoverRoute'),
});

const chooseHandle = createRoute({
  getParentRoute: () => root,
  path: '/handle',
  validateSearch: authSearch,
  component: lazyRouteComponent(authRoutes, 'ChooseHandleRoute'),
});

const routeTree = root.addChildren([
  framed.addChildren([home, profile, activity, about]),
  signIn,
  signUp,
  confirm,
  recover,
  chooseHandle,
]);

/** Makes the router of the app. */
export function createAppRouter(history?: RouterHistory) {
  return createRouter({
    routeTree,
    scrollRestoration: true,
    defaultPreload: 'intent',
    ...(history ? { history } : {}),
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
