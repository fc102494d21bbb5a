import { Notice } from '@/components/notice';
import { useAuthConfig } from './use-auth-config';

/** In the local stack, which sends no mail: the code that the mail would have held. */
export function LocalCodeHint({ purpose }: { purpose: 'sign_up' | 'recover' }) {
  const code = useAuthConfig()?.local_codes?.[purpose];
  if (!code) return null;
  return (
    <Notice>
      Local stack: no mail is sent; your code is <strong className="select-all">{code}</strong>
    </Notice>
  );
}
