import type { ComponentType } from 'react';
import { Button } from '@/components/button';
import { lazyPart } from '@/components/lazy-part';
import { PageHeader } from '@/components/page-header';
import { OfflineState, PageState } from '@/components/page-state';
import { usePageTitle } from '@/lib/page';
import { useOnline } from '@/lib/use-online';
import { Layout } from './layout';

/** A page in the frame whose code comes on the way to it. */
export function lazyPage(load: () => Promise<ComponentType>) {
  return lazyPart(load, { broken: (retry) => <PageTrouble onRetry={retry} /> });
}

/** A page without the frame; it gets one when its code doesn't come, to lead back by. */
export function lazyBarePage(load: () => Promise<ComponentType>) {
  return lazyPart(load, {
    broken: (retry) => (
      <Layout>
        <PageTrouble onRetry={retry} />
      </Layout>
    ),
  });
}

function PageTrouble({ onRetry }: { onRetry: () => void }) {
  const online = useOnline();
  const title = online ? 'Not loaded' : 'Offline';
  usePageTitle(title);
  return (
    <>
      <PageHeader title={title} back />
      {online ? <Amiss onRetry={onRetry} /> : <OfflineState onRetry={onRetry} />}
    </>
  );
}

function Amiss({ onRetry }: { onRetry: () => void }) {
  return (
    <div role="alert">
      <PageState
        art="#?@!"
        title="This page didn’t load"
        action={
          <Button look="outline" onClick={onRetry}>
            Try again
          </Button>
        }
      >
        Your connection hiccuped, or there is a newer Cruddur than this one.
      </PageState>
    </div>
  );
}
