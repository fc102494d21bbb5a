import { useOnline } from '@/lib/use-online';
import { Button, IconButton } from './button';
import { CloseIcon, RetryIcon } from './icons';
import { Notice } from './notice';

interface TroubleProps {
  /** What didn't load, as the beginning of a sentence. */
  what: string;
  onRetry: () => void;
}

/** In place of a part of a page whose code didn't come. */
export function PartTrouble({ what, onRetry }: TroubleProps) {
  return (
    <div className="flex flex-col items-start gap-3 p-4">
      <Notice tone="danger">
        {what} didn’t load. <Reason />
      </Notice>
      <Button look="outline" onClick={onRetry}>
        Try again
      </Button>
    </div>
  );
}

/** In place of a dialog whose code didn't come; it needs none of a dialog's code. */
export function DialogTrouble({ what, onRetry, onClose }: TroubleProps & { onClose: () => void }) {
  return (
    <div
      role="alert"
      className="fixed inset-x-4 bottom-[calc(5rem+env(safe-area-inset-bottom))] z-50 mx-auto flex max-w-md animate-pop items-center gap-2 rounded-2xl border border-danger/45 bg-raised py-3 pr-2 pl-4 text-sm shadow-float sm:bottom-6"
    >
      <p className="min-w-0 grow">
        {what} didn’t load. <Reason />
      </p>
      <Button look="outline" onClick={onRetry} className="shrink-0">
        Try again
      </Button>
      <IconButton label="Close" onClick={onClose}>
        <CloseIcon />
      </IconButton>
    </div>
  );
}

/** In place of a menu whose code didn't come. */
export function MenuTrouble({ what, onRetry }: TroubleProps) {
  return (
    <IconButton label={`${what} didn’t load. Try again`} onClick={onRetry}>
      <RetryIcon className="text-danger" />
    </IconButton>
  );
}

function Reason() {
  const online = useOnline();
  return online ? 'Perhaps there is a newer Cruddur.' : 'You’re offline.';
}
