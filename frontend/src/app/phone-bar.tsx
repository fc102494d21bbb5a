import { Link } from '@tanstack/react-router';
import { useMe } from '@/api/me';
import { LogoMark } from '@/components/logo';
import { LazyAccountMenu } from './lazy-account-menu';
import { ThemeButton } from './theme-button';

/** The ends of the front page's header on a phone, where the rail is missing. */
export function PhoneMark() {
  return (
    <Link to="/" aria-label="Cruddur, front page" className="mr-1 rounded-lg sm:hidden">
      <LogoMark className="h-7 w-auto" />
    </Link>
  );
}

/** The account on a phone; for strangers, the theme. */
export function PhoneAccount() {
  const { data: me } = useMe();
  return (
    <div className="-mr-2 sm:hidden">
      {me ? <LazyAccountMenu me={me} compact /> : <ThemeButton compact />}
    </div>
  );
}
