import { useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ChooseHandlePage } from '@/features/auth/choose-handle-page';
import { ConfirmPage } from '@/features/auth/confirm-page';
import { RecoverPage } from '@/features/auth/recover-page';
import { SignInPage } from '@/features/auth/sign-in-page';
import { SignUpPage } from '@/features/auth/sign-up-page';
import { RequireSession, StrangersOnly } from '../session-guards';

function Main({ children }: { children: ReactNode }) {
  return (
    <main id="main" tabIndex={-1} className="outline-none">
      {children}
    </main>
  );
}

export function SignInRoute() {
  const { email, return_to } = useSearch({ from: '/signin' });
  return (
    <StrangersOnly returnTo={return_to}>
      <Main>
        <SignInPage email={email} returnTo={return_to} />
      </Main>
    </StrangersOnly>
  );
}

export function SignUpRoute() {
  const { return_to } = useSearch({ from: '/signup' });
  return (
    <StrangersOnly returnTo={return_to}>
      <Main>
        <SignUpPage returnTo={return_to} />
      </Main>
    </StrangersOnly>
  );
}

export function ConfirmRoute() {
  const { email, return_to } = useSearch({ from: '/confirm' });
  return (
    <Main>
      <ConfirmPage email={email} returnTo={return_to} />
    </Main>
  );
}

export function RecoverRoute() {
  const { email } = useSearch({ from: '/recover' });
  return (
    <Main>
      <RecoverPage email={email} />
    </Main>
  );
}

export function ChooseHandleRoute() {
  const { return_to } = useSearch({ from: '/handle' });
  return (
    <RequireSession path="/handle">
      <Main>
        <ChooseHandlePage returnTo={return_to} />
      </Main>
    </RequireSession>
  );
}
