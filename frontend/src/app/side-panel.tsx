import { KeyboardIcon } from '@/components/icons';
import { useSession } from '@/lib/session/session-context';
import { BurnLegend } from './burn-legend';
import { JoinPanel } from './join-panel';
import { useShortcutSheet } from './shortcuts-host';

/** Beside the column: the invitation for strangers, and how things burn here. */
export function SidePanel() {
  const { status } = useSession();
  const showShortcuts = useShortcutSheet();
  return (
    <aside
      aria-label="About Cruddur"
      className="sticky top-(--banner) hidden h-[calc(100dvh-var(--banner))] w-88 shrink-0 flex-col gap-4 overflow-y-auto px-6 py-4 lg:flex"
    >
      {status === 'signed-out' && <JoinPanel />}
      <BurnLegend />
      <p className="px-2 text-xs text-soft">
        Nothing here lasts, and that’s a promise. <span aria-hidden="true">#?@!</span>
      </p>
      <button
        type="button"
        onClick={showShortcuts}
        className="flex items-center gap-1.5 self-start rounded-full px-2 py-1 text-xs text-soft transition-colors hover:bg-veil hover:text-ink"
      >
        <KeyboardIcon className="size-4" />
        Keyboard shortcuts
      </button>
    </aside>
  );
}
