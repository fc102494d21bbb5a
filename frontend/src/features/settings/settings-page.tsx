import type { ReactNode } from 'react';
import { useMe } from '@/api/me';
import type { Me } from '@/api/models';
import { Button } from '@/components/button';
import { SignOutIcon } from '@/components/icons';
import { PageHeader } from '@/components/page-header';
import { ErrorState, OfflineState } from '@/components/page-state';
import { usePageTitle } from '@/lib/page';
import { useOnline } from '@/lib/use-online';
import { KeyboardSetting } from './keyboard-setting';
import { LifeSetting } from './life-setting';
import { MotionNote } from './motion-note';
import { Section } from './section';
import { ThemeSetting } from './theme-setting';

interface SettingsPageProps {
  /** The way to edit one's profile. */
  editProfile: (me: Me) => ReactNode;
  onSignOut: () => void;
  onShowShortcuts: () => void;
}

/** What a person can set: this browser's look and keys, and their account. */
export function SettingsPage({ editProfile, onSignOut, onShowShortcuts }: SettingsPageProps) {
  usePageTitle('Settings');
  return (
    <>
      <PageHeader title="Settings" back />
      <Section title="Appearance" note="For this browser.">
        <ThemeSetting />
        <MotionNote />
      </Section>
      <Section title="Keyboard" note="For this browser.">
        <KeyboardSetting onShow={onShowShortcuts} />
      </Section>
      <Account editProfile={editProfile} />
      <Section title="Session">
        <Button look="outline" onClick={onSignOut} className="self-start">
          <SignOutIcon />
          Sign out
        </Button>
      </Section>
    </>
  );
}

/** What belongs to the account, once that is there. */
function Account({ editProfile }: Pick<SettingsPageProps, 'editProfile'>) {
  const online = useOnline();
  const { data: me, error, isPending, refetch } = useMe();
  const retry = () => void refetch();
  if (isPending && !online) return <OfflineState onRetry={retry} />;
  if (!me && !isPending) return <ErrorState error={error} onRetry={retry} />;
  return (
    <>
      <Section title="New cruds" note="For your account, wherever you are signed in.">
        {me ? <LifeSetting me={me} /> : <Waiting className="h-25.5" />}
      </Section>
      <Section title="Profile">
        {me ? (
          <div className="flex items-center justify-between gap-4">
            <p className="min-w-0 truncate">
              <span className="font-semibold">{me.display_name}</span>{' '}
              <span className="text-soft">@{me.handle}</span>
            </p>
            {editProfile(me)}
          </div>
        ) : (
          <Waiting className="h-10" />
        )}
      </Section>
    </>
  );
}

/** Of the size of what comes. */
function Waiting({ className }: { className: string }) {
  return <div role="status" aria-label="Loading" className={`skeleton rounded-xl! ${className}`} />;
}
