import * as Radix from '@radix-ui/react-dialog';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import { fetchActivity } from '@/api/activity';
import { useApi } from '@/api/api-context';
import { cachedActivities } from '@/api/cache-walk';
import { keys } from '@/api/keys';
import type { Activity } from '@/api/models';
import { describeError } from '@/api/problem';
import { Button, Spinner } from '@/components/button';
import { useOpener } from '@/components/dialog';
import { useAnnounce } from '@/lib/page';
import type { Viewed } from './open-viewer';
import { ViewerStage } from './viewer-stage';

interface ViewerProps {
  viewed: Viewed;
  /** Looks at another photo of the same crud. */
  onGo: (index: number) => void;
  onClose: () => void;
}

/** The photos of a crud, one at a time and as large as they go. */
export function Viewer({ viewed, onGo, onClose }: ViewerProps) {
  const opener = useOpener(true);
  const { data: activity, error, refetch } = useActivity(viewed.id);
  const gone = activity === null || activity?.photos === undefined;
  const loading = activity === undefined && !error;
  return (
    <Radix.Root open onOpenChange={onClose}>
      <Radix.Portal>
        <Radix.Content
          aria-modal="true"
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (opener instanceof HTMLElement) opener.focus({ preventScroll: true });
          }}
          className="fixed inset-0 z-50 flex animate-fade flex-col bg-[#08030f] text-white scheme-dark outline-none"
        >
          <Radix.Title className="sr-only">{titleOf(activity)}</Radix.Title>
          {activity?.photos && (
            <ViewerStage
              key={viewed.index}
              activity={activity}
              index={Math.min(viewed.index, activity.photos.length - 1)}
              onGo={onGo}
              onClose={onClose}
            />
          )}
          {loading && (
            <Middle>
              <Spinner />
              <span className="sr-only" role="status">
                Loading photos
              </span>
            </Middle>
          )}
          {activity === undefined && error && (
            <Middle>
              <p role="alert">{describeError(error)}</p>
              <div className="flex gap-2">
                <ViewerButton onClick={() => void refetch()}>Try again</ViewerButton>
                <ViewerButton onClick={onClose}>Close</ViewerButton>
              </div>
            </Middle>
          )}
          {!loading && !error && gone && <Burned onClose={onClose} />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The crud as the caches have it by now; null once it has burned. */
function useActivity(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useQuery({
    queryKey: keys.activity(id),
    queryFn: ({ signal }) => fetchActivity(api, id, signal),
    initialData: () => cachedActivities(client).find((activity) => activity.id === id),
    initialDataUpdatedAt: () => Date.now(),
  });
}

function titleOf(activity: Activity | null | undefined): string {
  return activity ? `Photos by ${activity.author.display_name}` : 'Photos';
}

// Long enough to be read.
const FAREWELL = 4_000;

/** Says why there is nothing left to see, and leaves by itself. */
function Burned({ onClose }: { onClose: () => void }) {
  const announce = useAnnounce();
  useEffect(() => {
    announce('This crud has burned, and its photos with it.');
    const timer = setTimeout(onClose, FAREWELL);
    return () => clearTimeout(timer);
    // Once: the function is another one each time, but does the same.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return (
    <Middle>
      <p className="text-3xl font-black" aria-hidden="true">
        #?@!
      </p>
      <p className="text-lg font-semibold">This crud has burned, and its photos with it.</p>
      <ViewerButton onClick={onClose}>Close</ViewerButton>
    </Middle>
  );
}

function Middle({ children }: { children: ReactNode }) {
  return (
    <div className="flex grow flex-col items-center justify-center gap-4 p-6 text-center">
      {children}
    </div>
  );
}

function ViewerButton({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <Button look="outline" onClick={onClick} className="border-white/50! text-white!">
      {children}
    </Button>
  );
}
