import { useNavigate } from '@tanstack/react-router';
import type { Me } from '@/api/models';
import { Avatar } from '@/components/avatar';
import { DotsIcon, GearIcon, SignOutIcon } from '@/components/icons';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine } from '@/components/menu';
import { chooseTheme, themes, useTheme } from '@/lib/theme';
import { useSignOut } from './use-sign-out';

/** Who is signed in, and what concerns the account: theme, settings, sign-out. */
export function AccountMenu({ me, compact = false }: { me: Me; compact?: boolean }) {
  const theme = useTheme();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const words = compact ? 'sr-only' : 'sr-only xl:not-sr-only xl:flex!';
  return (
    <Menu
      align={compact ? 'end' : 'start'}
      trigger={
        <button
          type="button"
          className="flex w-full items-center gap-3 rounded-full p-1.5 text-left transition-colors hover:bg-veil"
        >
          <Avatar
            handle={me.handle}
            name={me.display_name}
            picture={me.avatar}
            size={compact ? 'sm' : 'md'}
          />
          <span className="sr-only">Account of </span>
          <span className={`${words} min-w-0 grow flex-col leading-tight`}>
            <span className="truncate font-bold">{me.display_name}</span>
            <span className="truncate text-sm text-soft">@{me.handle}</span>
          </span>
          <DotsIcon className={`mr-2 text-soft ${compact ? 'hidden' : 'hidden xl:block'}`} />
        </button>
      }
    >
      <MenuLabel>Theme</MenuLabel>
      <MenuChoice value={theme} options={themes} onChoose={chooseTheme} />
      <MenuLine />
      <MenuItem icon={<GearIcon />} onSelect={() => void navigate({ to: '/settings' })}>
        Settings
      </MenuItem>
      <MenuItem icon={<SignOutIcon />} onSelect={() => void signOut()}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
