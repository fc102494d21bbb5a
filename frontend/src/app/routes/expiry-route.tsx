import { ExpiryPage } from '@/features/expiry/expiry-page';

/** What happens to what expires. */
export function ExpiryRoute() {
  return <ExpiryPage />;
}
