import { Navigate, Outlet, useLocation } from '@tanstack/react-router';
import { needsAnotherHandle, useMe } from '@/api/me';
import { useUnread } from '@/api/unread';
import { LifeHost } from '@/features/lives/life-host';
import { TabBadgeContext } from '@/lib/page';
import { OfflineBanner } from './offline-banner';
import { PhotoViewerHost } from './photo-viewer-host';
import { ReplyHost } from './reply-host';
import { useFocusOnNavigation } from './use-focus-on-navigation';
import { useLive } from './use-live';

/** What every page has: the way past the navigation, the banner, the care for focus. */
export function RootPage() {
  useFocusOnNavigation();
  useLive();
  const unread = useUnread();
  const { error } = useMe();
  const { pathname, href } = useLocation();
  // A fault of the deployment is no page's fault: it takes the whole window.
  if (error?.name === 'ConfigError') throw error;
  const misplaced = needsAnotherHandle(error) && pathname !== '/handle';
  return (
    <TabBadgeContext value={unread}>
      <a
        href="#main"
        className="sr-only z-50 rounded-full bg-fill px-5 py-3 font-semibold text-on-accent focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
      >
        Skip to content
      </a>
      <OfflineBanner />
      <LifeHost>
        <ReplyHost>
          {misplaced ? <Navigate to="/handle" search={{ return_to: href }} replace /> : <Outlet />}
          <PhotoViewerHost />
        </ReplyHost>
      </LifeHost>
    </TabBadgeContext>
  );
}
