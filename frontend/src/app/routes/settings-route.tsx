import { EditButton } from '@/features/profile/edit-button';
import { SettingsPage } from '@/features/settings/settings-page';
import { RequireSession } from '../session-guards';
import { useShortcutSheet } from '../shortcuts-host';
import { useSignOut } from '../use-sign-out';

/** What a person can set. */
export function SettingsRoute() {
  const signOut = useSignOut();
  const showShortcuts = useShortcutSheet();
  return (
    <RequireSession path="/settings">
      <SettingsPage
        editProfile={(me) => <EditButton me={me} />}
        onSignOut={() => void signOut()}
        onShowShortcuts={showShortcuts}
      />
    </RequireSession>
  );
}
