import { Outlet } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ComposeHost } from './compose-host';
import { Rail } from './rail';
import { SidePanel } from './side-panel';
import { TabBar } from './tab-bar';

/** The frame of the reading pages: rail, column, side panel; on a phone a bar below. */
export function Layout({ children }: { children?: ReactNode }) {
  return (
    <ComposeHost>
      <div className="mx-auto flex max-w-[76rem] justify-center">
        <Rail />
        <main
          id="main"
          tabIndex={-1}
          className="min-h-dvh w-full max-w-[37.5rem] min-w-0 grow border-line bg-surface pb-24 outline-none sm:border-x sm:pb-10"
        >
          {children ?? <Outlet />}
        </main>
        <SidePanel />
      </div>
      <TabBar />
    </ComposeHost>
  );
}
