import {
  createRootRoute,
  createRoute,
  createRouter,
  type RouterHistory,
} from '@tanstack/react-router';
import { AppError } from './app-error';
import { Layout } from './layout';
import { lazyBarePage, lazyPage } from './lazy-page';
import { RootPage } from './root-page';
import { isFeedName, type FeedName } from './feed-choice';
import { ActivityRoute } from './routes/activity-route';
import { HomeRoute } from './routes/home-route';
import { NotFoundRoute } from './routes/not-found-route';
import { ProfileRoute } from './routes/profile-route';

/*
 * The front page, a profile and a crud come with the first load: strangers land there. The
 * others come on the way to them, and where they are one step away already before (preload.ts).
 */

const root = createRootRoute({
  component: RootPage,
  errorComponent: AppError,
  notFoundComponent: NotFoundRoute,
});

const framed = createRoute({ getParentRoute: () => root, id: 'framed', component: Layout });

/** Which feed of the front page is asked for. */
interface HomeSearch {
  feed?: FeedName | undefined;
}

const home = createRoute({
  getParentRoute: () => framed,
  path: '/',
  validateSearch: (search: Record<string, unknown>): HomeSearch =>
    isFeedName(search.feed) ? { feed: search.feed } : {},
  component: HomeRoute,
});

const profile = createRoute({
  getParentRoute: () => framed,
  path: '/@{$handle}',
  component: ProfileRoute,
});

const peopleRoutes = () => import('./routes/people-routes');

const followers = createRoute({
  getParentRoute: () => framed,
  path: '/@{$handle}/followers',
  component: lazyPage(() => peopleRoutes().then((module) => module.FollowersRoute)),
});

const following = createRoute({
  getParentRoute: () => framed,
  path: '/@{$handle}/following',
  component: lazyPage(() => peopleRoutes().then((module) => module.FollowingRoute)),
});

const settings = createRoute({
  getParentRoute: () => framed,
  path: '/settings',
  component: lazyPage(() =>
    import('./routes/settings-route').then((module) => module.SettingsRoute),
  ),
});

const messagesRoutes = () => import('./routes/messages-routes');

const messages = createRoute({
  getParentRoute: () => framed,
  path: '/messages',
  component: lazyPage(() => messagesRoutes().then((module) => module.MessagesRoute)),
});

const noConversation = createRoute({
  getParentRoute: () => messages,
  path: '/',
  component: lazyPage(() => messagesRoutes().then((module) => module.NoConversationRoute)),
});

/** Whom a new conversation is to be with. */
interface NewConversationSearch {
  to?: string | undefined;
}

const newConversation = createRoute({
  getParentRoute: () => messages,
  path: '/new',
  validateSearch: (search: Record<string, unknown>): NewConversationSearch =>
    typeof search.to === 'string' && search.to !== '' ? { to: search.to } : {},
  component: lazyPage(() => messagesRoutes().then((module) => module.NewConversationRoute)),
});

const conversation = createRoute({
  getParentRoute: () => messages,
  path: '/$group',
  component: lazyPage(() => messagesRoutes().then((module) => module.ConversationRoute)),
});

const activity = createRoute({
  getParentRoute: () => framed,
  path: '/@{$handle}/cruds/$id',
  component: ActivityRoute,
});

const about = createRoute({
  getParentRoute: () => framed,
  path: '/about',
  component: lazyPage(() => import('./routes/about-route').then((module) => module.AboutRoute)),
});

const expiry = createRoute({
  getParentRoute: () => framed,
  path: '/expiry',
  component: lazyPage(() => import('./routes/expiry-route').then((module) => module.ExpiryRoute)),
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
  component: lazyBarePage(() => authRoutes().then((module) => module.SignInRoute)),
});

const signUp = createRoute({
  getParentRoute: () => root,
  path: '/signup',
  validateSearch: authSearch,
  component: lazyBarePage(() => authRoutes().then((module) => module.SignUpRoute)),
});

const confirm = createRoute({
  getParentRoute: () => root,
  path: '/confirm',
  validateSearch: authSearch,
  component: lazyBarePage(() => authRoutes().then((module) => module.ConfirmRoute)),
});

const recover = createRoute({
  getParentRoute: () => root,
  path: '/recover',
  validateSearch: authSearch,
  component: lazyBarePage(() => authRoutes().then((module) => module.RecoverRoute)),
});

const chooseHandle = createRoute({
  getParentRoute: () => root,
  path: '/handle',
  validateSearch: authSearch,
  component: lazyBarePage(() => authRoutes().then((module) => module.ChooseHandleRoute)),
});

const routeTree = root.addChildren([
  framed.addChildren([
    home,
    profile,
    followers,
    following,
    messages.addChildren([noConversation, newConversation, conversation]),
    settings,
    activity,
    about,
    expiry,
  ]),
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
