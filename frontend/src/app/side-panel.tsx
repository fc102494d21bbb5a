import { useSession } from '@/lib/session/session-context';
import { BurnLegend } from './burn-legend';
import { JoinPanel } from './join-panel';

/** Beside the column: the invitation for strangers, and how things burn here. */
export function SidePanel() {
  const { status } = useSession();
  return (
    <aside
      aria-label="About Cruddur"
      className="sticky top-0 hidden h-dvh w-88 shrink-0 flex-col gap-4 overflow-y-auto px-6 py-4 lg:flex"
    >
      {status === 'signed-out' && <JoinPanel />}
      <BurnLegend />
      <p className="px-2 text-xs text-soft">
        Nothing here lasts, and that’s a promise. <span aria-hidden="true">#?@!</span>
      </p>
    </aside>
  );
}
