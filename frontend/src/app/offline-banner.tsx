import { OfflineIcon } from '@/components/icons';
import { useOnline } from '@/lib/use-online';

/** Says that what is on screen comes from memory. */
export function OfflineBanner() {
  const online = useOnline();
  return (
    <div role="status" className="sticky top-0 z-40">
      {!online && (
        <p
          data-banner
          className="flex h-9 items-center justify-center gap-2 bg-ink px-4 text-xs font-medium text-page sm:text-sm"
        >
          <OfflineIcon className="size-4 shrink-0" />
          You’re offline. This is what was loaded before.
        </p>
      )}
    </div>
  );
}
