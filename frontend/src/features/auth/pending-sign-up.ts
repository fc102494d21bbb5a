import { createContext, useContext, useState } from 'react';

/** A sign-up that waits for its code. The password is held in memory only. */
export interface PendingSignUp {
  email: string;
  password: string;
}

/** Holds what the confirm page needs to sign in by itself; a reload forgets it. */
export interface PendingSignUpStore {
  pending: PendingSignUp | null;
  setPending: (pending: PendingSignUp | null) => void;
}

export const PendingSignUpContext = createContext<PendingSignUpStore | null>(null);

/** The value for PendingSignUpContext. */
export function usePendingSignUpStore(): PendingSignUpStore {
  const [pending, setPending] = useState<PendingSignUp | null>(null);
  return { pending, setPending };
}

/** The sign-up that waits for its code, if it was begun in this page's life. */
export function usePendingSignUp(): PendingSignUpStore {
  const store = useContext(PendingSignUpContext);
  if (!store) throw new Error('usePendingSignUp needs a PendingSignUpContext above it.');
  return store;
}
