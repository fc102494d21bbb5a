import type { ReactNode } from 'react';
import { describeError, NetworkError, ProblemError } from '@/api/problem';
import { useOnline } from '@/lib/use-online';
import { Button } from './button';
import { BombIcon, OfflineIcon } from './icons';

/** What a page shows in place of its content: nothing there, not found, broken. */
export function PageState({
  art,
  title,
  children,
  action,
}: {
  art?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center gap-3 px-6 py-16 text-center">
      <span className="mb-2 inline-flex size-20 items-center justify-center rounded-full border border-line bg-sunken text-3xl font-black text-accent">
        {typeof art === 'string' ? (
          <span className="text-2xl tracking-tight">{art}</span>
        ) : (
          (art ?? <BombIcon />)
        )}
      </span>
      <p className="text-xl font-bold tracking-tight text-balance">{title}</p>
      {children && <div className="max-w-sm text-pretty text-soft">{children}</div>}
      {action && <div className="pt-3">{action}</div>}
    </div>
  );
}

/** An answer did not come: why, how to go on, and the number to quote. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const online = useOnline();
  if (!online || error instanceof NetworkError) return <OfflineState onRetry={onRetry} />;
  const requestId = error instanceof ProblemError ? error.requestId : undefined;
  return (
    <div role="alert">
      <PageState
        art="#?@!"
        title="That did not go to plan"
        action={
          <Button look="outline" onClick={onRetry}>
            Try again
          </Button>
        }
      >
        <p>{describeError(error)}</p>
        {requestId && (
          <p className="pt-2 text-xs">
            If it keeps happening, quote <code className="select-all">{requestId}</code>
          </p>
        )}
      </PageState>
    </div>
  );
}

/** There is no connection, and nothing to show from before. */
export function OfflineState({ onRetry }: { onRetry: () => void }) {
  return (
    <div role="alert">
      <PageState
        art={<OfflineIcon />}
        title="No connection"
        action={
          <Button look="outline" onClick={onRetry}>
            Try again
          </Button>
        }
      >
        We can’t reach Cruddur. The cruds keep burning without you; come back when you’re online.
      </PageState>
    </div>
  );
}
