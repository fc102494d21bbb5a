import { MenuTrouble } from '@/components/code-trouble';
import { lazyPart } from '@/components/lazy-part';

/** The menu of the account; strangers don't download it. */
export const LazyAccountMenu = lazyPart(
  () => import('./account-menu').then((module) => module.AccountMenu),
  { broken: (retry) => <MenuTrouble what="The menu of your account" onRetry={retry} /> },
);
