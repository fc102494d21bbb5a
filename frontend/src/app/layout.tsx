import { Outlet, useMatchRoute } from '@tanstack/react-router';
import type { ReactElement, ReactNode } from 'react';
import { ComposeHost } from './compose-host';
import { PersonHover } from './person-hover';
import { Rail } from './rail';
import { ShortcutsHost } from './shortcuts-host';
import { SidePanel } from './side-panel';
import { SuspendedNotice } from './suspended-notice';
import { TabBar } from './tab-bar';

/** The frame of the reading pages: rail, column, side panel; on a phone a bar below. */
// The result is spelled out: inferred, it would need the types of the routes, which need it.
export function Layout({ children }: { children?: ReactNode }): ReactElement {
  // Conversations need the width for two columns, which scroll each for itself.
  const wide = useMatchRoute()({ to: '/messages', fuzzy: true }) !== false;
  return (
    <ComposeHost>
      <ShortcutsHost>
        <div className="mx-auto flex max-w-[76rem] justify-center">
          <Rail />
          <main
            id="main"
            tabIndex={-1}
            className={`w-full min-w-0 grow border-line bg-surface outline-none sm:border-x ${wide ? 'flex h-dvh max-w-[60rem] flex-col overflow-hidden pt-(--banner)' : 'min-h-dvh max-w-[37.5rem] pb-24 sm:pb-10'}`}
          >
            <SuspendedNotice />
            {children ?? <Outlet />}
          </main>
          {!wide && <SidePanel />}
        </div>
        <TabBar />
        <PersonHover />
      </ShortcutsHost>
    </ComposeHost>
  );
}
