import type { ErrorComponentProps } from '@tanstack/react-router';
import { ConfigError } from '@/api/problem';
import { Button } from '@/components/button';
import { PageState } from '@/components/page-state';

/** In place of everything, when the app itself can't go on. */
export function AppError({ error }: ErrorComponentProps) {
  const misconfigured = error instanceof ConfigError;
  return (
    <main id="main" className="mx-auto flex min-h-dvh max-w-xl flex-col justify-center">
      <h1 className="sr-only">Cruddur can’t start</h1>
      <PageState
        art="#?@!"
        title={misconfigured ? 'This Cruddur isn’t set up right' : 'Well, #?@!'}
        action={<Button onClick={() => window.location.reload()}>Reload</Button>}
      >
        {misconfigured ? (
          <>
            <p>
              The site could not read its configuration, so nobody can sign in. Whoever runs it
              should look at <code>/config.json</code>.
            </p>
            <p className="pt-3 font-mono text-xs">{error.message}</p>
          </>
        ) : (
          'Something in the page itself broke. A reload usually helps; your draft is kept.'
        )}
      </PageState>
    </main>
  );
}
