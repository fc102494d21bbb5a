import * as Radix from '@radix-ui/react-dialog';
import { useEffect, type ReactNode } from 'react';
import { describeError } from '@/api/problem';
import { Button, Spinner } from '@/components/button';
import { useOpener } from '@/components/dialog';
import { useAnnounce } from '@/lib/page';
import type { ShownPhoto } from './shown-photo';
import { ViewerStage } from './viewer-stage';

/** What is looked at. */
export interface Sight {
  /** Null once they are gone, undefined until it is known. */
  photos: readonly ShownPhoto[] | null | undefined;
  /** Whose they are. */
  by: string | undefined;
  /** Why it isn't known. */
  error: Error | null;
  retry: () => void;
  /** Asks for other signatures; never fails. */
  renew: () => Promise<unknown>;
  /** What is said when they go while they are looked at. */
  farewell: string;
}

interface ViewerProps {
  sight: Sight;
  index: number;
  /** Looks at another one of them. */
  onGo: (index: number) => void;
  onClose: () => void;
}

/** The photos of a crud or a message, one at a time and as large as they go. */
export function Viewer({ sight, index, onGo, onClose }: ViewerProps) {
  const opener = useOpener(true);
  const { photos, by, error, retry, renew, farewell } = sight;
  const loading = photos === undefined && !error;
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
          <Radix.Title className="sr-only">{by ? `Photos by ${by}` : 'Photos'}</Radix.Title>
          {photos && (
            <ViewerStage
              key={index}
              photos={photos}
              renew={renew}
              index={Math.min(index, photos.length - 1)}
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
          {photos === undefined && error && (
            <Middle>
              <p role="alert">{describeError(error)}</p>
              <div className="flex gap-2">
                <ViewerButton onClick={retry}>Try again</ViewerButton>
                <ViewerButton onClick={onClose}>Close</ViewerButton>
              </div>
            </Middle>
          )}
          {photos === null && <Gone words={farewell} onClose={onClose} />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

// Long enough to be read.
const FAREWELL = 4_000;

/** Says why there is nothing left to see, and leaves by itself. */
function Gone({ words, onClose }: { words: string; onClose: () => void }) {
  const announce = useAnnounce();
  useEffect(() => {
    announce(words);
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
      <p className="text-lg font-semibold">{words}</p>
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
